"""Who is entitled to a meeting's record, and nobody by being in the room for a service."""

from dataclasses import replace
from datetime import date

import pytest

from services.planning.domain.history import Happening, History
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.circulation import Circulation, Standing, circulation_for
from services.planning.procedures.council import load_council
from services.planning.procedures.reckoning import reckon

NEWCASTLE = load_council("newcastle")
WORKING_DAYS = working_days_of(NEWCASTLE)
FAMILY_THERE = {"with the family": True}
PLANNING = Happening("meeting", "planning meeting", date(2026, 12, 18), FAMILY_THERE)

MOTHER = Standing("mother", invited=True, attended=True, party=True, family=True)
ABSENT = Standing("health visitor", invited=True)
UNINVITED = Standing("neighbour", attended=True)
PROVIDER = Standing("provider", party=True)
FATHER_NOT_ASKED = Standing("father", family=True)
INTERPRETER = Standing("interpreter", invited=True, attended=True, service_role="interpreter")
LAWYER = replace(INTERPRETER, person="lawyer", service_role="lawyer", decided=True)
EVERYBODY = [MOTHER, ABSENT, UNINVITED, PROVIDER, FATHER_NOT_ASKED, INTERPRETER]


def circulation(meeting: Happening) -> Circulation:
    found = circulation_for(NEWCASTLE, History("child", (meeting,)), meeting.id, WORKING_DAYS)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["planning meeting", "progress meeting", "review"])
@pytest.mark.parametrize("properties", [FAMILY_THERE, {}])
def test_everyone_invited_is_entitled_and_nobody_else(kind: str, properties: dict[str, object]) -> None:
    """NC14, NC15, NC21, readings 15 and 16."""
    owed = circulation(replace(PLANNING, kind=kind, properties=properties))
    assert [one.person for one in owed.entitled(EVERYBODY)] == ["mother", "health visitor"]


def test_an_entitlement_carries_the_clause_it_comes_from() -> None:
    (mother,) = circulation(PLANNING).entitled([MOTHER])
    assert (mother.because, mother.clause, mother.ids) == ("everyone invited", "Newcastle 1.6", ("NC15",))


def test_a_service_role_is_entitled_to_nothing_unless_somebody_decided_it() -> None:
    """Reading 15."""
    assert circulation(PLANNING).entitled([INTERPRETER]) == ()
    assert [one.because for one in circulation(PLANNING).entitled([LAWYER])] == ["by decision"]


def test_a_meeting_without_the_family_owes_its_record_to_the_family_under_its_own_clause() -> None:
    """NC14, reading 28."""
    owed = circulation(replace(PLANNING, properties={"with the family": False}))
    assert owed.to == ("everyone invited", "the family")
    assert owed.duty.clause == "Newcastle 1.5 and 1.6"
    assert owed.duty.name == "circulate after professionals meeting"


def test_a_reviews_record_says_that_its_limit_is_a_reading() -> None:
    """NC21, reading 9."""
    owed = circulation(replace(PLANNING, kind="review"))
    assert (owed.duty.clause, owed.of) == ("Newcastle 4", "record and new plan")
    assert "9: the clause sets no limit" in owed.duty.reading


def test_a_circulation_is_the_same_duty_that_the_reckoning_finds() -> None:
    sent = Happening("sent", "circulated", date(2027, 1, 4), of="meeting")
    later = replace(sent, id="again", on=date(2027, 1, 8))
    history = History("child", (PLANNING, later, sent))
    owed = circulation_for(NEWCASTLE, history, "meeting", WORKING_DAYS)
    assert owed is not None and owed.duty in reckon(NEWCASTLE, history, WORKING_DAYS)
    assert (owed.duty.state, owed.duty.met_on) == ("met", date(2027, 1, 4))


def test_what_is_no_meeting_or_was_not_held_owes_no_record() -> None:
    history = History("child", (Happening("ended", "plan ended", date(2027, 1, 4)),))
    assert circulation_for(NEWCASTLE, history, "ended", WORKING_DAYS) is None
    assert circulation_for(NEWCASTLE, history, "never held", WORKING_DAYS) is None


def test_other_councils_may_choose_by_attendance_and_by_part_in_the_plan(
    write_council, every_weekday
) -> None:
    rule = """
[[circulate]]
of     = "record"
after  = "review"
to     = ["everyone who attended", "everyone party to the plan"]
by     = "social worker"
within = "5 days"
at     = "1"
ids    = ["XX1"]
says   = "Whoever was there or does something for the plan has the record."
"""
    review = replace(PLANNING, kind="review")
    council = write_council({"2020-01-01": rule})
    owed = circulation_for(council, History("child", (review,)), "meeting", every_weekday)
    assert owed is not None
    assert [one.person for one in owed.entitled(EVERYBODY)] == ["mother", "neighbour", "provider"]
