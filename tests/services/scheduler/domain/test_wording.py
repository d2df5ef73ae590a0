"""An invitation is complete in words, and its subject and calendar entry give nothing away."""

from zoneinfo import ZoneInfo

import pytest

from services.scheduler.domain.invitation import Occasion
from services.scheduler.domain.meeting_time import meeting_time
from services.scheduler.domain.wording import words

TIME = meeting_time("2026-12-09T10:00", "2026-12-09T11:00", ZoneInfo("Europe/London"))


@pytest.mark.parametrize("occasion", list(Occasion))
def test_the_subject_says_what_when_and_nothing_else(occasion):
    told = words(occasion, "Marek Nowak", TIME, "Civic Centre", "01632 960000")
    assert told.subject == f"{occasion}: Meeting, Wednesday 9 December 2026, 10am"


def test_text_and_page_both_say_all_of_it():
    told = words(Occasion.INVITATION, "Marek Nowak", TIME, "Civic Centre", "01632 960000")
    for body in (told.text, told.html):
        for said in (
            "10am to 11am, Wednesday 9 December 2026",
            "Civic Centre",
            "Ring 01632 960000 to say if you can come",
            "If you need an interpreter, transport, childcare or someone with you",
            "the meetings office reads it",
        ):
            assert said in body


def test_a_place_that_is_not_safe_leaves_no_trace():
    told = words(Occasion.CHANGED, "Marek Nowak", TIME, "", "01632 960000")
    assert "Where" not in told.text + told.html


def test_a_name_cannot_write_into_the_page():
    told = words(Occasion.INVITATION, "<b>Marek</b>", TIME, "", "")
    assert "<b>" not in told.html
    assert told.html.startswith('<!DOCTYPE html><html lang="en-GB">')


def test_the_calendar_entry_says_how_to_answer_and_no_more():
    told = words(Occasion.INVITATION, "Marek Nowak", TIME, "Civic Centre", "01632 960000")
    assert told.entry == (
        "Ring 01632 960000 to say if you can come. You can also reply by email: the meetings office reads it."
    )
