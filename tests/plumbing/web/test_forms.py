"""A form is un-flattened, validated once by its schema, and shown again as it was typed."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from marshmallow import Schema, ValidationError, validates_schema
from werkzeug.datastructures import MultiDict

from plumbing.web.fields import (
    choice_field,
    choices_field,
    date_field,
    email_field,
    group_field,
    long_text_field,
    number_field,
    offer,
    text_field,
    tick_field,
    time_field,
    yes_no_field,
)
from plumbing.web.forms import blank_form, read_form, with_error
from plumbing.web.shown import shown


class ActionForm(Schema):
    what = text_field("What")
    by = date_field("By", optional=True)


class VisitForm(Schema):
    held_on = date_field(
        "Date of the visit", missing="Enter the date of the visit", hint="For example, 6 11 2026"
    )
    at = time_field("Time", optional=True)
    place = text_field("Place", longest=20, hint="Where people go")
    kind = choice_field("Kind", {"home": "At home", "school": "At school"})
    topics = choices_field("Topics", {"sleep": "Sleep", "food": "Food"}, optional=True)
    agreed = yes_no_field("Agreed", optional=True)
    sure = tick_field("I am sure", optional=True)
    email = email_field("Email", optional=True)
    count = number_field("How many", optional=True, most=9)
    notes = long_text_field("Notes", optional=True)
    actions = group_field(ActionForm, "Actions", adds="action", optional=True)

    @validates_schema
    def not_both(self, data, **_):
        if data.get("kind") == "school" and data.get("at") == time(3):
            raise ValidationError("A school is closed at 3am", "at")


GOOD = {
    "held_on-day": "6",
    "held_on-month": "11",
    "held_on-year": "2026",
    "place": "The library",
    "kind": "home",
}


def read(**changes):
    return read_form(VisitForm(), MultiDict({**GOOD, **changes}))


def test_a_good_form_gives_values_and_no_errors():
    form = read(at="2.30pm", agreed="no", sure="yes", count="3", csrf_token="ignored")
    assert not form.errors
    assert form.values == {
        "held_on": date(2026, 11, 6),
        "at": time(14, 30),
        "place": "The library",
        "kind": "home",
        "topics": None,
        "agreed": False,
        "sure": True,
        "email": None,
        "count": 3,
        "notes": None,
        "actions": None,
    }


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "box"),
    [
        ("", "", "", "Enter the date of the visit", "day"),
        ("6", "11", "", "Date of the visit must include a year", "year"),
        ("", "11", "", "Date of the visit must include a day and year", "day"),
        ("31", "2", "2026", "Date of the visit must be a real date", "day"),
        ("six", "11", "2026", "Date of the visit must be a real date", "day"),
        ("6", "11", "26", "Date of the visit must include a year of 4 numbers", "day"),
        ("-6", "11", "2026", "Date of the visit must be a real date", "day"),
    ],
)
def test_a_bad_date_says_what_is_wrong_and_links_to_the_box_to_mend(day, month, year, message, box):
    form = read(**{"held_on-day": day, "held_on-month": month, "held_on-year": year})
    assert form.summary == [{"text": message, "href": f"#held_on-{box}"}]


@pytest.mark.parametrize("month", ["11", "nov", "November"])
def test_a_month_may_be_a_word(month):
    assert read(**{"held_on-month": month}).values["held_on"] == date(2026, 11, 6)


def test_a_date_may_be_iso_text_since_the_schema_serves_json_too():
    assert VisitForm().load({"held_on": "2026-11-06", "place": "x", "kind": "home"})["held_on"] == date(
        2026, 11, 6
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10:30", time(10, 30)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("noon", time(12)),
        ("9", time(9)),
        ("0930", time(9, 30)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, kept):
    assert read(at=typed).values["at"] == kept


@pytest.mark.parametrize("typed", ["25:00", "13pm", "0am", "10:75", "soon"])
def test_a_time_that_is_none_is_refused_with_an_example(typed):
    assert read(at=typed).errors == {"at": "Time must be a time, like 10:30am or 2pm"}


def test_errors_come_in_the_order_of_the_page():
    form = read_form(VisitForm(), MultiDict({"email": "nobody", "count": "ten"}))
    assert list(form.errors) == ["held_on", "place", "kind", "email", "count"]
    assert form.errors["kind"] == "Select kind"


def test_groups_are_read_in_order_and_empty_rows_passed_over():
    form = read(
        **{
            "actions-2-what": "Second",
            "actions-0-what": "First",
            "actions-1-what": "  ",
            "actions-2-by-day": "1",
            "actions-2-by-month": "12",
            "actions-2-by-year": "2026",
        }
    )
    assert [row["what"] for row in form.values["actions"]] == ["First", "Second"]
    assert form.values["actions"][1]["by"] == date(2026, 12, 1)


def test_an_error_in_a_group_names_the_row_as_it_is_shown_again():
    form = read(**{"actions-3-by-day": "1"})
    assert form.summary == [
        {"text": "Enter what", "href": "#actions-0-what"},
        {"text": "By must include a month and year", "href": "#actions-0-by-month"},
    ]


def test_repeated_names_are_a_list_with_or_without_brackets():
    assert read_form(VisitForm(), MultiDict([*GOOD.items(), ("topics", "sleep"), ("topics", "food")])).values[
        "topics"
    ] == ["sleep", "food"]
    assert read_form(VisitForm(), MultiDict([*GOOD.items(), ("topics[]", "sleep")])).values["topics"] == [
        "sleep"
    ]


def test_a_choice_that_was_not_offered_is_refused():
    assert read(kind="prison").errors == {"kind": "Select kind"}
    assert read(topics="<script>").errors == {"topics": "Choose one of the options"}


def test_what_is_offered_may_be_settled_for_one_page():
    schema = VisitForm()
    offer(schema, "kind", {"x": "Elsewhere"})
    assert read_form(schema, MultiDict({**GOOD, "kind": "x"})).values["kind"] == "x"
    assert read(kind="x").errors


def test_text_is_stripped_and_rid_of_what_no_keyboard_types():
    form = read(place="  Caf\u0065\u0301\x00 \u202eroom ", notes="one\r\ntwo")
    assert form.values["place"] == "Café room"
    assert form.values["notes"] == "one\ntwo"


def test_too_long_is_said_with_the_length():
    assert read(place="x" * 21).errors == {"place": "Place must be 20 characters or fewer"}


def test_a_rule_of_the_whole_form_stands_at_its_field():
    assert read(kind="school", at="3am").errors == {"at": "A school is closed at 3am"}


def test_a_refusal_of_the_command_joins_the_summary():
    form = with_error(read(), "held_on", "The visit cannot be before the assessment")
    assert form.summary == [{"text": "The visit cannot be before the assessment", "href": "#held_on-day"}]


def test_a_required_tick_must_be_ticked():
    class Sure(Schema):
        sure = tick_field("I have checked it", missing="Tick the box to say that you have checked it")

    assert read_form(Sure(), MultiDict()).errors == {"sure": "Tick the box to say that you have checked it"}
    assert read_form(Sure(), MultiDict({"sure": "no"})).errors
    assert read_form(Sure(), MultiDict({"sure": "yes"})).values == {"sure": True}


def test_a_record_fills_a_blank_form():
    form = blank_form(
        VisitForm(),
        {"held_on": date(2026, 11, 6), "at": time(9, 5), "agreed": True, "actions": [{"what": "Call"}]},
    )
    assert form.typed["held_on"] == {"day": "6", "month": "11", "year": "2026"}
    assert form.typed["at"] == "09:05"
    assert form.typed["actions"] == [{"what": "Call"}]
    chosen = [item["value"] for item in shown(form, "agreed")["params"]["items"] if item["checked"]]
    assert chosen == ["yes"]


def test_only_the_missing_boxes_of_a_date_are_marked():
    items = shown(read(**{"held_on-year": ""}), "held_on")["params"]["items"]
    assert ["govuk-input--error" in item["classes"] for item in items] == [False, False, True]


@pytest.mark.parametrize(
    "nasty",
    ['"><script>alert(1)</script>', "{{ 7*7 }}", "</textarea><img src=x onerror=alert(1)>", "' onfocus='x"],
)
def test_what_was_typed_comes_back_as_text_in_every_component(site, nasty):
    names = ("held_on-day", "at", "place", "kind", "email", "count", "notes", "actions-0-what")
    sent = dict.fromkeys(names, nasty)
    form = read_form(VisitForm(), MultiDict(sent))
    assert form.errors
    with site.app.test_request_context():
        page = render_template_string(
            '{% from "kit/form_fields.html" import error_summary, fields %}'
            "{{ error_summary(form) }}{{ fields(form) }}",
            form=form,
        )
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find(id="place")["value"] == nasty
    assert soup.find(id="notes").text.strip() == nasty
    assert not soup.find_all(["script", "img"]) and not soup.find_all(onfocus=True)
    assert "49" not in page


def test_an_empty_text_box_comes_back_empty(site):
    with site.app.test_request_context():
        page = render_template_string(
            '{% from "kit/form_fields.html" import fields %}{{ fields(form) }}', form=blank_form(VisitForm())
        )
    assert "None" not in page


def test_a_slip_in_a_fields_settings_is_refused():
    with pytest.raises(TypeError, match="unknown \\['hnit'\\]"):
        text_field("Place", hnit="where")
