"""Oxfordshire's reviews as a series: the third one's questions, and the count without a break."""

from datetime import date

from services.planning.domain.history import Approved, Circumstance, Happening, History
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import load_council
from services.planning.procedures.given import history_of
from services.planning.procedures.questions import Asked, questions_for
from services.planning.procedures.reckoning import reckon

OXFORDSHIRE = load_council("oxfordshire")
WORKING_DAYS = working_days_of(OXFORDSHIRE)
PLANNING = Happening("planning", "planning meeting", date(2027, 3, 1))


def held(kind: str, on: date, **properties: object) -> Happening:
    return Happening(f"{kind} {on}", kind, on, properties)


FIRST, SECOND = held("review", date(2027, 6, 28)), held("review", date(2027, 10, 25))
THIRD_DAY = date(2028, 2, 25)


def asked_of(on: date, *happenings: Happening, early: bool = False, **more: object) -> Asked | None:
    history = History("child", happenings, **more)  # type: ignore[arg-type]  # overrides or circumstances
    properties = ("early",) if early else ()
    return questions_for(OXFORDSHIRE, history, WORKING_DAYS, "review", on, properties)


def test_ox27_the_third_review_must_answer_three_questions_and_the_second_and_fourth_none() -> None:
    third = asked_of(THIRD_DAY, PLANNING, FIRST, SECOND)
    assert third is not None and third.must and len(third.asks) == 3
    assert (third.clause, third.ids) == ("Oxfordshire 3.9", ("OX27",))
    assert asked_of(SECOND.on, PLANNING, FIRST) is None
    assert asked_of(date(2028, 6, 1), PLANNING, FIRST, SECOND, held("review", THIRD_DAY)) is None


def test_ox27_an_early_review_neither_counts_nor_answers() -> None:
    """Reading 12."""
    early = held("review", date(2027, 4, 26), early=True)
    assert asked_of(SECOND.on, PLANNING, early, FIRST) is None
    assert asked_of(THIRD_DAY, PLANNING, FIRST, SECOND, early=True) is None
    assert asked_of(THIRD_DAY, PLANNING, early, FIRST, SECOND) is not None


def test_ox27_with_a_longer_interval_the_questions_are_put_at_a_year_and_may_stay_open() -> None:
    """OX22, reading 12."""
    longer = (Approved("review", "6 months", "team manager", date(2027, 3, 8)),)
    disabled = (Circumstance("disabled child", date(2027, 3, 1)),)
    third = asked_of(THIRD_DAY, PLANNING, FIRST, SECOND, overrides=longer, circumstances=disabled)
    assert third is None
    year = asked_of(date(2028, 3, 1), PLANNING, FIRST, SECOND, overrides=longer, circumstances=disabled)
    assert year is not None and not year.must


def test_ox27_a_shorter_interval_takes_nothing_away_from_what_must_be_answered() -> None:
    shorter = (Approved("review", "3 months", "team manager", date(2027, 3, 8)),)
    disabled = (Circumstance("disabled child", date(2027, 3, 1)),)
    third = asked_of(THIRD_DAY, PLANNING, FIRST, SECOND, overrides=shorter, circumstances=disabled)
    assert third is not None and third.must


def test_ox21_a_review_out_of_its_turn_takes_no_turn_away_from_the_unbroken_count() -> None:
    """Reading 11: 20 February 2026 and three times four months are 20 February 2027, not a turn more."""
    given = (
        "Friday 20 February 2026: planning meeting",
        "Thursday 18 June 2026: review",
        "Wednesday 19 August 2026: review, early",
        "Friday 16 October 2026: review",
    )
    duties = reckon(OXFORDSHIRE, history_of(given, OXFORDSHIRE), WORKING_DAYS)
    running = next(duty for duty in duties if duty.name == "review" and duty.state == "open")
    assert running.due == date(2027, 2, 16)
    unbroken = [words for words in running.beside if words.startswith("Counted without a break")]
    assert [words.partition(", number ")[2] for words in unbroken] == [
        "3 falls on Saturday 20 February 2027."
    ]
