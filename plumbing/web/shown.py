"""Which GOV.UK component shows a field, and with what: the macros in kit/form_fields.html only call it."""

from collections.abc import Mapping
from typing import Any

from plumbing.web.fields import PARTS
from plumbing.web.forms import Form, find, wrong_parts


def shown(form: Form, key: str, label: str = "", heading: bool = False) -> dict[str, Any]:
    """`component` and its `params`. `heading`: the label is the page's h1 (one question on the page)."""
    field, typed = find(form, key)
    about = field.metadata
    component = about.get("component", "input")
    words = (label or about.get("label", key)) + (" (optional)" if _says_optional(about) else "")
    params: dict[str, Any] = {"id": key, "idPrefix": key, "name": key}
    if about.get("hint"):
        params["hint"] = {"text": about["hint"]}
    if key in form.errors:
        params["errorMessage"] = {"text": form.errors[key]}
    size = "l" if heading else "s"
    title = {"text": words, "isPageHeading": heading}
    if component in ("radios", "checkboxes", "date"):
        params["fieldset"] = {"legend": {**title, "classes": f"govuk-fieldset__legend--{size}"}}
    else:
        params["label"] = {**title, "classes": f"govuk-label--{size}"}
    return {"component": component, "params": params | _OF[component](form, key, about, typed)}


def _says_optional(about: Mapping[str, Any]) -> bool:
    return bool(about.get("optional")) and about.get("component") != "tick"


def _input(form: Form, key: str, about: Mapping[str, Any], typed: Any) -> dict[str, Any]:
    named = {name: about[name] for name in ("type", "inputmode", "autocomplete") if name in about}
    classes = f"govuk-input--width-{about['width']}" if "width" in about else ""
    return {"value": "" if typed is None else str(typed), "classes": classes, **named}


def _time(form: Form, key: str, about: Mapping[str, Any], typed: Any) -> dict[str, Any]:
    return {"value": typed or "", "classes": "govuk-input--width-5", "autocomplete": "off"}


def _textarea(form: Form, key: str, about: Mapping[str, Any], typed: Any) -> dict[str, Any]:
    return {"value": typed or "", "rows": about.get("rows", 5)}


def _radios(form: Form, key: str, about: Mapping[str, Any], typed: Any) -> dict[str, Any]:
    chosen = {True: "yes", False: "no"}.get(typed, typed) if isinstance(typed, bool) else typed
    few = "govuk-radios--inline" if set(about["choices"]) == {"yes", "no"} else ""
    return {"items": _items(about, [chosen]), "classes": few}


def _checkboxes(form: Form, key: str, about: Mapping[str, Any], typed: Any) -> dict[str, Any]:
    small = "govuk-checkboxes--small" if about.get("small") else ""
    return {"items": _items(about, typed or []), "classes": small}


def _tick(form: Form, key: str, about: Mapping[str, Any], typed: Any) -> dict[str, Any]:
    items = [{"value": "yes", "text": about["label"], "checked": typed in (True, "yes", "true")}]
    return {"items": items, "hint": None, "label": None} | (
        {"hint": {"text": about["hint"]}} if about.get("hint") else {}
    )


def _select(form: Form, key: str, about: Mapping[str, Any], typed: Any) -> dict[str, Any]:
    empty = {"value": "", "text": "Choose", "selected": not typed}
    items = [
        {"value": value, "text": words, "selected": value == typed}
        for value, words in about["choices"].items()
    ]
    return {"items": [empty, *items]}


def _date(form: Form, key: str, about: Mapping[str, Any], typed: Any) -> dict[str, Any]:
    parts = typed if isinstance(typed, Mapping) else {}
    wrong = wrong_parts(form, key) if key in form.errors else []
    return {
        "namePrefix": key,
        "items": [
            {
                "name": part,
                "value": parts.get(part, ""),
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
                + (" govuk-input--error" if part in wrong else ""),
            }
            for part in PARTS
        ],
    }


def _items(about: Mapping[str, Any], chosen: list[Any]) -> list[dict[str, Any]]:
    return [
        {"value": value, "text": words, "checked": value in chosen}
        for value, words in about["choices"].items()
    ]


_OF = {
    "input": _input,
    "time": _time,
    "textarea": _textarea,
    "radios": _radios,
    "checkboxes": _checkboxes,
    "tick": _tick,
    "select": _select,
    "date": _date,
}
