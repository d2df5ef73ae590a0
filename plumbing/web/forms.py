"""Between a form as a browser sends it and a schema: un-flattens, validates, keeps what was typed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from plumbing.web.fields import PARTS, CivilDate

MOST_ROWS = 100
"""Rows of one group that are read; nobody types more into one page."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Form:
    """A form on a page: `values` for the command; `typed` and `errors` (key → message) for the page."""

    schema: Schema
    typed: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> list[dict[str, str]]:
        """For the error summary: in the order of the page, each with a link to the box to mend."""
        return [{"text": words, "href": "#" + _target(self, key)} for key, words in self.errors.items()]


def read_form(schema: Schema, form: MultiDict[str, str]) -> Form:
    """Everything the schema knows, and nothing else, is read; `errors` is empty where all is well."""
    typed = _typed(schema, form, "")
    try:
        values = schema.load(typed)
    except ValidationError as refusal:
        return Form(schema, typed, errors=dict(_flat(schema, refusal.messages, "")))
    return Form(schema, typed, values=values)


def blank_form(schema: Schema, values: Mapping[str, Any] | None = None) -> Form:
    """A form not yet sent, empty or filled from a record."""
    return Form(schema, _dumped(schema, values or {}))


def with_error(form: Form, key: str, words: str) -> Form:
    """The same form with a refusal that only the command could know."""
    return Form(form.schema, form.typed, errors={**form.errors, key: words})


def _typed(schema: Schema, form: MultiDict[str, str], prefix: str) -> dict[str, Any]:
    """Blank is missing: so `required` speaks, and an optional field takes its default."""
    found: dict[str, Any] = {}
    for name, each in schema.load_fields.items():
        value = _value(each, form, prefix + name)
        if value not in ("", {}, []):
            found[name] = value
    return found


def _value(each: fields.Field[Any], form: MultiDict[str, str], key: str) -> Any:
    if isinstance(each, CivilDate):
        parts = {part: _clean(form.get(f"{key}-{part}", "")) for part in PARTS}
        return parts if any(parts.values()) else _clean(form.get(key, ""))
    if isinstance(each, fields.List) and isinstance(each.inner, fields.Nested):
        rows = [_typed(each.inner.schema, form, f"{key}-{index}-") for index in _indices(form, key)]
        return [row for row in rows if row]
    if isinstance(each, fields.List):
        sent = form.getlist(key) + form.getlist(f"{key}[]")
        return [clean for clean in map(_clean, sent) if clean]
    if isinstance(each, fields.Nested):
        return _typed(each.schema, form, f"{key}-")
    return _clean(form.get(key, ""))


def _indices(form: MultiDict[str, str], key: str) -> list[int]:
    pattern = re.compile(re.escape(key) + r"-(\d{1,3})-")
    return sorted({int(match[1]) for name in form if (match := pattern.match(name))})[:MOST_ROWS]


def _clean(text: str) -> str:
    """One way to write each letter, one kind of line end, no control characters, nothing around it."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", text).strip()


def _dumped(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, each in schema.dump_fields.items():
        value = values.get(name)
        if value is None:
            continue
        if isinstance(each, fields.List) and isinstance(each.inner, fields.Nested):
            shown[name] = [_dumped(each.inner.schema, row) for row in value]
        elif isinstance(each, fields.Nested):
            shown[name] = _dumped(each.schema, value)
        elif isinstance(each, CivilDate):
            shown[name] = {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        else:
            shown[name] = each._serialize(value, name, values)
    return shown


def _flat(schema: Schema, messages: Any, prefix: str) -> list[tuple[str, str]]:
    """Marshmallow's nested messages as (key, first message), in the schema's order."""
    found: list[tuple[str, str]] = []
    for name, each in schema.fields.items():
        if name in messages:
            found += _of_field(each, messages[name], prefix + name)
    if "_schema" in messages:
        found.append((prefix + next(iter(schema.fields)), _first(messages["_schema"])))
    return list(reversed(dict(reversed(found)).items()))  # a field's own message wins over the whole form's


def _of_field(each: Any, message: Any, key: str) -> list[tuple[str, str]]:
    if isinstance(each, fields.Nested) and isinstance(message, dict):
        return _flat(each.schema, message, f"{key}-")
    inner = getattr(each, "inner", None)
    if isinstance(inner, fields.Nested) and isinstance(message, dict):
        return [
            pair
            for index, row in sorted(message.items())
            for pair in (
                _flat(inner.schema, row, f"{key}-{index}-") if isinstance(row, dict) else [(key, _first(row))]
            )
        ]
    return [(key, _first(message))]


def _first(message: Any) -> str:
    while not isinstance(message, str):
        message = next(iter(message.values() if isinstance(message, dict) else message))
    return message


def find(form: Form, key: str) -> tuple[Any, Any]:
    """The field behind a flat key and what was typed there; KeyError where the schema has no such field."""
    schema: Schema = form.schema
    typed: Any = form.typed
    steps = key.split("-")
    while True:
        name = steps.pop(0)
        each = schema.fields[name]
        typed = typed.get(name) if isinstance(typed, Mapping) else None
        inner = getattr(each, "inner", None)
        if not steps:
            return each, typed
        if isinstance(inner, fields.Nested):
            index = int(steps.pop(0))
            typed = typed[index] if isinstance(typed, list) and index < len(typed) else None
            schema = inner.schema
        else:
            schema = each.schema  # type: ignore[attr-defined]  # only a Nested has further steps


def wrong_parts(form: Form, key: str) -> list[str]:
    """Which boxes of a date input are to be marked: the missing ones, or all."""
    typed = find(form, key)[1]
    missing = [part for part in PARTS if not (isinstance(typed, Mapping) and typed.get(part))]
    return list(PARTS) if not missing else missing


def _target(form: Form, key: str) -> str:
    each, _ = find(form, key)
    if isinstance(each, CivilDate):
        return f"{key}-{wrong_parts(form, key)[0]}"
    return f"{key}-0" if each.metadata.get("component") == "group" else key
