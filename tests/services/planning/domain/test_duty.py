"""Between two reckonings exactly that is announced which changed for whoever waits on it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.planning.domain.duty import (
    Dropped,
    Duty,
    Met,
    Moved,
    Opened,
    Reopened,
    difference,
    identity,
    is_overdue,
)

OPEN = Duty(
    id=identity("child", "review", "meeting"),
    child="child",
    name="review",
    anchor="meeting",
    state="open",
    anchored_on=date(2026, 12, 18),
    aim=None,
    due=date(2027, 6, 18),
    soon=date(2027, 6, 11),
    force="must",
    owed_by="social worker",
    clause="Newcastle 4",
    ids=("NC19",),
    reading="",
    why="6 months after the planning meeting",
    edition="hash",
)
MET = replace(OPEN, state="met", met_on=date(2027, 6, 1))
MET_LATER = replace(OPEN, state="met", met_on=date(2027, 6, 8))
MOVED = replace(OPEN, due=date(2027, 6, 25))
WAITING = replace(OPEN, state="waiting", due=None, soon=None)
NOT_SET = replace(OPEN, state="not set", due=None, soon=None)
DROPPED = replace(OPEN, state="dropped", dropped_because="plan ended")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (None, OPEN, Opened(OPEN)),
        (WAITING, OPEN, Opened(OPEN)),
        (NOT_SET, OPEN, Opened(OPEN)),
        (MET, OPEN, Reopened(OPEN)),
        (DROPPED, OPEN, Reopened(OPEN)),
        (OPEN, MOVED, Moved(MOVED, OPEN.due or date.min)),
        (OPEN, MET, Met(MET)),
        (None, MET, Met(MET)),
        (MET, MET_LATER, Met(MET_LATER)),
        (OPEN, DROPPED, Dropped(DROPPED, "plan ended")),
        (OPEN, None, Dropped(OPEN, "corrected")),
        (MET, None, Dropped(MET, "corrected")),
        (OPEN, NOT_SET, Dropped(NOT_SET, "local value not set")),
    ],
)
def test_a_change_is_announced_as_what_it_is(before: Duty | None, after: Duty | None, change: object) -> None:
    assert difference([before] if before else [], [after] if after else []) == [change]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *[(duty, duty) for duty in (OPEN, MET, WAITING, NOT_SET, DROPPED)],
        *[(None, duty) for duty in (WAITING, NOT_SET, DROPPED)],
        *[(duty, None) for duty in (WAITING, NOT_SET, DROPPED)],
        (OPEN, replace(OPEN, shortfall=("a meeting does not count",))),
    ],
)
def test_what_sets_no_alarm_is_not_announced(before: Duty | None, after: Duty | None) -> None:
    assert difference([before] if before else [], [after] if after else []) == []


def test_a_duty_that_keeps_its_date_but_is_explained_otherwise_is_announced() -> None:
    explained = replace(OPEN, why="another sum, the same day")
    assert difference([OPEN], [explained]) == [Moved(explained, OPEN.due or date.min)]


def test_changes_come_in_order_of_their_due_dates_whatever_the_order_of_the_duties() -> None:
    later = replace(OPEN, id=identity("child", "review", "another"), due=date(2027, 12, 18))
    assert difference([], [later, OPEN]) == difference([], [OPEN, later]) == [Opened(OPEN), Opened(later)]


def test_a_duty_is_the_same_only_for_the_same_child_name_and_anchor() -> None:
    same = identity("child", "review", "meeting")
    assert same == OPEN.id == str(UUID(same))
    others = {identity("sibling", "review", "meeting"), identity("child", "visit", "meeting")}
    assert len(others | {identity("child", "review", "other meeting"), same}) == 4


def test_a_duty_is_overdue_from_the_day_after_it_was_due() -> None:
    assert not is_overdue(OPEN, date(2027, 6, 18))
    assert is_overdue(OPEN, date(2027, 6, 19))


@pytest.mark.parametrize("duty", [MET, WAITING, NOT_SET, DROPPED])
def test_only_an_open_duty_is_ever_overdue(duty: Duty) -> None:
    assert not is_overdue(duty, date(2030, 1, 1))
