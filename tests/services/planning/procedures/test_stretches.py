"""Closed and opened again on one day: what of that day is of the old stretch, and what begins the new one."""

from collections.abc import Iterable
from datetime import date

import pytest

from services.planning.domain.history import Happening, History
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import load_council, read_history
from services.planning.procedures.reckoning import reckon
from services.planning.procedures.stretches import episodes

SHEFFIELD = load_council("sheffield")
BEFORE, DAY = date(2027, 2, 1), date(2027, 5, 4)


def happened(*kinds: str, on: date) -> list[Happening]:
    return [Happening(f"{kind} {on}", kind, on) for kind in kinds]


def running(before: Iterable[str], that_day: Iterable[str]) -> list[str]:
    """The kinds with which the running stretch begins."""
    told = History("child", (*happened(*before, on=BEFORE), *happened(*that_day, on=DAY)))
    edition = SHEFFIELD.edition_on(DAY)
    return [h.kind for h in episodes(edition, read_history(edition, told))[-1].happenings]


@pytest.mark.parametrize(
    ("before", "that_day", "afresh"),
    [
        (("plan agreed",), ("plan ended", "referral", "allocated"), ["allocated", "referral"]),
        (("allocated",), ("closed without a plan", "allocated"), ["allocated"]),
        (("referral",), ("closed without a plan", "allocated"), []),
        (("plan agreed",), ("plan ended", "plan agreed"), ["plan agreed"]),
        (("allocated",), ("plan ended", "plan agreed"), []),
        (("plan agreed",), ("plan ended", "review", "visit"), []),
        (("plan agreed",), ("CP plan began", "allocated"), []),
        (("plan agreed",), ("CP plan began", "CP plan ended", "plan ended"), ["CP plan ended"]),
        (("plan agreed",), ("care began", "CP plan ended", "plan ended"), []),
        (("care began",), ("care ended", "care began"), []),
    ],
)
def test_sh1_sh22_what_comes_again_that_day_begins_anew_unless_the_child_is_elsewhere(
    before: tuple[str, ...], that_day: tuple[str, ...], afresh: list[str]
) -> None:
    assert running(before, that_day) == afresh


def test_sh16_a_meeting_that_opens_the_next_stretch_was_held_in_time_for_the_last_one() -> None:
    told = (
        *happened("allocated", "planning meeting", "plan agreed", on=BEFORE),
        *happened("plan ended", "allocated", "planning meeting", "plan agreed", on=DAY),
    )
    duties = reckon(SHEFFIELD, History("child", told), working_days_of(SHEFFIELD))
    reviews = [(d.anchored_on, d.state, d.met_on) for d in duties if d.name == "review"]
    assert reviews == [(BEFORE, "met", DAY), (DAY, "open", None)]
    assert len({duty.id for duty in duties}) == len(duties)
