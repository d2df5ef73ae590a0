"""Exceptions that come while a clock runs, and whose approval counts where two are in force."""

from dataclasses import replace
from datetime import date

from services.planning.domain.duty import DROPPED, Dropped, Duty, difference
from services.planning.domain.history import Approved, Circumstance, Happening, History
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council
from services.planning.procedures.reckoning import reckon

AGREED = Happening("agreed", "plan agreed", date(2027, 3, 1))
MEETING = Happening("meeting", "planning meeting", date(2027, 3, 1))
RULES = """
[[circumstance]]
name = "long illness"
at   = "1"
ids  = ["XX1"]
says = "A child is ill for long."

[[circumstance]]
name = "court order"
at   = "1"
ids  = ["XX1"]
says = "A court has said how often."

[[timescale]]
for    = "review"
within = "6 months"
of     = "plan agreed"
unless = ["long illness"]
by     = "social worker"
at     = "2"
ids    = ["XX2"]
says   = "The plan is reviewed once within six months, but for a child who is ill for long."

[[timescale]]
for      = "progress meeting"
every    = "6 weeks"
of       = "planning meeting"
override = { by = ["team manager", "court"], at_least = "2 weeks", at_most = "3 months" }
by       = "social worker"
at       = "3"
ids      = ["XX3"]
says     = "The network meets every six weeks."

[[timescale]]
for   = "visit"
every = "4 weeks"
of    = "court order"
when  = ["court order"]
by    = "social worker"
at    = "4"
ids   = ["XX4"]
says  = "A court's order has the child visited every four weeks."
"""


def named(name: str, council: Council, history: History, working_days: WorkingDays) -> list[Duty]:
    return [duty for duty in reckon(council, history, working_days) if duty.name == name]


def test_an_exception_that_comes_while_the_clock_runs_is_the_reason_why_it_stops(
    write_council, every_weekday
) -> None:
    council = write_council({"2020-01-01": RULES})
    ill = Circumstance("long illness", date(2027, 5, 3))
    (before,) = named("review", council, History("child", (AGREED,)), every_weekday)
    (after,) = named("review", council, History("child", (AGREED,), (ill,)), every_weekday)
    assert (after.id, after.state, after.dropped_because) == (before.id, DROPPED, "long illness")
    assert difference([before], [after]) == [Dropped(after, "long illness")]


def test_an_exception_that_ends_after_the_day_leaves_nothing_to_wait_for(
    write_council, every_weekday
) -> None:
    council = write_council({"2020-01-01": RULES})
    for since, states in ((date(2027, 5, 3), [DROPPED]), (date(2027, 2, 1), [])):
        ill = Circumstance("long illness", since, date(2028, 1, 3))
        found = named("review", council, History("child", (AGREED,), (ill,)), every_weekday)
        assert [duty.state for duty in found] == states


def test_an_exception_that_is_over_before_the_day_changes_nothing(write_council, every_weekday) -> None:
    council = write_council({"2020-01-01": RULES})
    ill = Circumstance("long illness", date(2027, 5, 3), date(2027, 6, 3))
    assert reckon(council, History("child", (AGREED,), (ill,)), every_weekday) == reckon(
        council, History("child", (AGREED,)), every_weekday
    )


def next_meeting(council: Council, working_days: WorkingDays, *overrides: Approved) -> Duty:
    (duty,) = named(
        "progress meeting", council, History("child", (MEETING,), overrides=overrides), working_days
    )
    return duty


def test_le9_a_courts_interval_holds_against_a_managers_later_one(write_council, every_weekday) -> None:
    council = write_council({"2020-01-01": RULES})
    court = Approved("progress meeting", "3 weeks", "court", date(2027, 3, 2))
    manager = Approved("progress meeting", "8 weeks", "team manager", date(2027, 3, 9))
    for both in ((court, manager), (manager, court)):
        assert next_meeting(council, every_weekday, *both).due == date(2027, 3, 22)
    over = replace(court, until=date(2027, 3, 12))
    assert next_meeting(council, every_weekday, over, manager).due == date(2027, 4, 26)


def test_what_was_approved_beyond_the_bounds_is_brought_back_to_them_and_said(
    write_council, every_weekday
) -> None:
    council = write_council({"2020-01-01": RULES})
    for span, due, bound in (
        ("1 week", date(2027, 3, 15), "at least 2 weeks"),
        ("6 months", date(2027, 6, 1), "at most 3 months"),
    ):
        approved = Approved("progress meeting", span, "team manager", date(2027, 3, 2))
        duty = next_meeting(council, every_weekday, approved)
        assert duty.due == due
        assert f"Approved were {span}; the clause allows {bound}." in duty.beside


def test_le9_visits_that_an_order_asks_for_are_counted_from_the_order(write_council, every_weekday) -> None:
    """A visit before it, in the same stretch or in one before, starts nothing."""
    council = write_council({"2020-01-01": RULES})
    order = Circumstance("court order", date(2027, 4, 5))
    earlier = Happening("earlier", "visit", date(2027, 3, 8))
    (alone,) = named("visit", council, History("child", (earlier,), (order,)), every_weekday)
    assert (alone.anchored_on, alone.due) == (date(2027, 4, 5), date(2027, 5, 3))
    later = Happening("later", "visit", date(2027, 4, 19))
    first, second = named("visit", council, History("child", (earlier, later), (order,)), every_weekday)
    assert (first.anchored_on, first.met_on) == (date(2027, 4, 5), date(2027, 4, 19))
    assert second.due == date(2027, 5, 17)
