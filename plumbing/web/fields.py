"""Marshmallow fields that speak as GOV.UK pages do; each carries its label, hint and choices in `metadata`.

The same schema serves JSON: a date may be ISO text or the three boxes of a date input.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)


class CivilDate(fields.Date):
    """A date without a time; messages name the field and the part that is missing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        name = self.metadata.get("label", "Date")
        if isinstance(value, Mapping):
            return _date_of_parts(value, name)
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        except ValidationError:
            raise ValidationError(f"{name} must be a real date") from None


class CivilTime(fields.Field[time]):
    """A time of day: "10:30", "2.30pm", "midday"; on the wire "10:30"."""

    def _serialize(self, value: time | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.strftime("%H:%M") if value else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> time:
        typed = str(value).strip().lower()
        if typed in ("midday", "noon"):
            return time(12)
        match = _CLOCK.fullmatch(typed)
        try:
            if match is None:
                raise ValueError
            return _time_of(int(match[1]), int(match[2] or 0), (match[3] or "")[:1])
        except ValueError:
            name = self.metadata.get("label", "Time")
            raise ValidationError(f"{name} must be a time, like 10:30am or 2pm") from None


class Choice(fields.String):
    """One of the choices offered; what they are may be settled late, with `offer`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        chosen = super()._deserialize(value, attr, data, **kwargs)
        if chosen not in self.metadata.get("choices", {}):
            raise ValidationError(self.metadata.get("missing", "Choose one of the options"))
        return chosen


def text_field(label: str, *, longest: int = 200, **more: Any) -> fields.String:
    """One line. `missing` is the message for an empty one; else "Enter …"."""
    return fields.String(**_common("input", label, "Enter", more), validate=_no_longer_than(label, longest))


def long_text_field(label: str, *, longest: int = 20_000, rows: int = 5, **more: Any) -> fields.String:
    settings = _common("textarea", label, "Enter", more)
    settings["metadata"]["rows"] = rows
    return fields.String(**settings, validate=_no_longer_than(label, longest))


def email_field(label: str, **more: Any) -> fields.Email:
    settings = _common("input", label, "Enter", more)
    settings["metadata"].update(type="email", autocomplete=more.get("autocomplete", "off"))
    message = f"{label} must be an email address, like name@example.org"
    settings["error_messages"]["invalid"] = message
    return fields.Email(**settings, validate=_no_longer_than(label, 254))


def number_field(label: str, *, least: int = 0, most: int = 1_000_000, **more: Any) -> fields.Integer:
    settings = _common("input", label, "Enter", more)
    settings["metadata"]["inputmode"] = "numeric"
    settings["error_messages"]["invalid"] = f"{label} must be a number"
    return fields.Integer(
        **settings, validate=validate.Range(least, most, error=f"{label} must be between {least} and {most}")
    )


def date_field(label: str, **more: Any) -> CivilDate:
    return CivilDate(**_common("date", label, "Enter", more))


def time_field(label: str, **more: Any) -> CivilTime:
    return CivilTime(**_common("time", label, "Enter", more))


def choice_field(
    label: str, choices: Mapping[str, str] | None = None, *, as_list: bool = False, **more: Any
) -> Choice:
    """One of several: radios, or a drop-down list where `as_list`."""
    settings = _common("select" if as_list else "radios", label, "Select", more)
    settings["metadata"]["choices"] = dict(choices or {})
    return Choice(**settings)


def choices_field(label: str, choices: Mapping[str, str] | None = None, **more: Any) -> fields.List[Any]:
    """Any number of several: checkboxes; required means at least one."""
    settings = _common("checkboxes", label, "Select", more)
    offered = dict(choices or {})
    settings["metadata"]["choices"] = offered
    return fields.List(Choice(metadata={"choices": offered}), **settings)


def yes_no_field(label: str, **more: Any) -> fields.Boolean:
    settings = _common("radios", label, "Select yes or no:", more)
    settings["metadata"]["choices"] = {"yes": "Yes", "no": "No"}
    return fields.Boolean(**settings)


def tick_field(label: str, **more: Any) -> fields.Boolean:
    """A single box; required means it must be ticked."""
    settings = _common("tick", label, "Confirm:", more)
    if settings["required"]:
        settings["validate"] = validate.Equal(True, error=settings["metadata"]["missing"])
    return fields.Boolean(**settings)


def group_field(schema: type[Schema], label: str, *, adds: str = "row", **more: Any) -> fields.List[Any]:
    """A list of the same few fields (`actions-0-what`, `actions-1-what`); empty rows are passed over."""
    more.setdefault("missing", f"Add at least one {adds}")
    settings = _common("group", label, "Add", more)
    settings["metadata"]["adds"] = adds
    return fields.List(fields.Nested(schema), **settings)


def offer(schema: Schema, name: str, choices: Mapping[str, str]) -> None:
    """Settles for this one schema object what may be chosen."""
    field = schema.fields[name]
    field.metadata = {**field.metadata, "choices": dict(choices)}
    if isinstance(field, fields.List):
        field.inner.metadata = {**field.inner.metadata, "choices": dict(choices)}


def _common(component: str, label: str, verb: str, more: dict[str, Any]) -> dict[str, Any]:
    """The settings that every field shares; `optional=True` where it may stay empty."""
    known = {"missing", "hint", "optional", "default", "autocomplete", "small", "width"}
    if set(more) - known:
        raise TypeError(f"field {label!r}: unknown {sorted(set(more) - known)}; known are {sorted(known)}")
    optional = more.get("optional", False) or "default" in more
    missing = more.get("missing") or f"{verb} {label[:1].lower()}{label[1:]}"
    metadata = {"component": component, "label": label, "missing": missing, "optional": optional}
    metadata.update({name: more[name] for name in ("hint", "autocomplete", "small", "width") if name in more})
    settings: dict[str, Any] = {"required": not optional, "metadata": metadata}
    settings["error_messages"] = {"required": missing, "null": missing, "invalid": missing}
    if optional:
        settings.update(load_default=more.get("default"), allow_none=True)
    return settings


def _no_longer_than(label: str, longest: int) -> validate.Length:
    return validate.Length(max=longest, error=f"{label} must be {longest} characters or fewer")


def _date_of_parts(typed: Mapping[str, Any], name: str) -> date:
    parts = {part: str(typed.get(part) or "").strip() for part in PARTS}
    missing = [part for part in PARTS if not parts[part]]
    if missing:
        raise ValidationError(f"{name} must include a {' and '.join(missing)}")
    month = parts["month"].lower()[:3]
    number = str(_MONTHS.index(month) + 1) if month in _MONTHS else parts["month"]
    if len(parts["year"]) != 4:
        raise ValidationError(f"{name} must include a year of 4 numbers")
    try:
        return date(int(parts["year"]), int(number), int(parts["day"]))
    except ValueError:
        raise ValidationError(f"{name} must be a real date") from None


def _time_of(hour: int, minute: int, half: str) -> time:
    if half:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)
