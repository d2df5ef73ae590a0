"""Which of several happenings starts a clock, the unbroken grid, and editions that move what runs."""

from datetime import date

from services.planning.domain.duty import MET, OPEN
from services.planning.domain.history import Happening, History
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import load_council
from services.planning.procedures.reckoning import reckon

RULE = """
[[timescale]]
for   = "{meets}"
{span}
of    = {of}
by    = "social worker"
at    = "1"
ids   = ["XX1"]
says  = "Something follows."
"""
TOLD = Happening("told", "first told", date(2027, 2, 1))
HERE = Happening("here", "resident here", date(2027, 2, 8))
AGAIN = Happening("again", "resident here", date(2027, 3, 1))


def started_by(write_council, every_weekday, start: str, *happenings: Happening) -> list[str]:
    rule = RULE.format(
        meets="planning meeting", span=f'within = "4 weeks"\n{start}', of='["first told", "resident here"]'
    )
    found = reckon(write_council({"2020-01-01": rule}), History("child", happenings), every_weekday)
    return [duty.anchor for duty in found if duty.state == OPEN]


def test_of_several_starts_the_earliest_counts_unless_the_file_says_which(
    write_council, every_weekday
) -> None:
    every = (TOLD, HERE, AGAIN)
    for start, anchors in (
        ("", ["told"]),
        ('start = "earliest"', ["told"]),
        ('start = "latest"', ["again"]),
        ('start = "latest of all"', ["here"]),
        ('start = "each"', ["told", "here", "again"]),
    ):
        assert started_by(write_council, every_weekday, start, *every) == anchors, start


def test_le31_the_latest_of_all_waits_until_each_has_happened(write_council, every_weekday) -> None:
    for some in ((TOLD,), (HERE,), (HERE, AGAIN)):
        assert started_by(write_council, every_weekday, 'start = "latest of all"', *some) == []
    late = Happening("late", "first told", date(2027, 4, 1))
    assert started_by(write_council, every_weekday, 'start = "latest of all"', HERE, late) == ["late"]


AGREED = Happening("agreed", "plan agreed", date(2027, 1, 18))


def reviews(write_council, every_weekday, *days: date) -> list[tuple[str, date | None, date | None]]:
    rule = RULE.format(meets="review", span='every = "3 months"\ncounted = "grid"', of='"plan agreed"')
    held = tuple(Happening(f"review {on}", "review", on) for on in days)
    found = reckon(write_council({"2020-01-01": rule}), History("child", (AGREED, *held)), every_weekday)
    return [(duty.state, duty.due, duty.met_on) for duty in found]


def test_on_a_grid_a_late_meeting_does_not_move_the_next(write_council, every_weekday) -> None:
    late, in_time = date(2027, 4, 30), date(2027, 7, 5)
    assert reviews(write_council, every_weekday, late, in_time) == [
        (MET, date(2027, 4, 18), late),
        (MET, date(2027, 7, 18), in_time),
        (OPEN, date(2027, 10, 18), None),
    ]


def test_on_a_grid_two_meetings_in_one_turn_meet_one_turn(write_council, every_weekday) -> None:
    first, second = date(2027, 2, 1), date(2027, 3, 1)
    assert reviews(write_council, every_weekday, first, second) == [
        (MET, date(2027, 4, 18), first),
        (OPEN, date(2027, 7, 18), None),
    ]


AUTHORISED = Happening("authorised", "assessment authorised", date(2026, 12, 21))
MONTH = RULE.format(meets="planning meeting", span='within = "{}"', of='"assessment authorised"')
MOVES = "moves_running = true\n"


def test_a_later_edition_moves_what_still_runs_on_its_day_only_where_it_says_so(
    write_council, every_weekday
) -> None:
    for says, due in (("", date(2027, 1, 18)), (MOVES, date(2027, 1, 4))):
        council = write_council(
            {"2020-01-01": MONTH.format("4 weeks"), "2027-01-01": MONTH.format("2 weeks") + says}
        )
        (duty,) = reckon(council, History("child", (AUTHORISED,)), every_weekday)
        assert (duty.due, bool(duty.beside)) == (due, bool(says))
        (before,) = reckon(council.as_of(date(2026, 12, 31)), History("child", (AUTHORISED,)), every_weekday)
        assert (before.due, before.id) == (date(2027, 1, 18), duty.id)


def test_what_was_met_before_a_later_edition_is_not_opened_by_it(write_council, every_weekday) -> None:
    """The new one asks for the family too; what was done under the old stays done."""
    having = 'having = ["with the family"]\n'
    council = write_council(
        {"2020-01-01": MONTH.format("4 weeks"), "2027-01-01": MONTH.format("2 weeks") + MOVES + having}
    )
    for held, state in ((date(2026, 12, 30), MET), (date(2027, 1, 4), OPEN)):
        meeting = Happening("meeting", "planning meeting", held)
        (duty,) = reckon(council, History("child", (AUTHORISED, meeting)), every_weekday)
        assert duty.state == state, held


def test_an_edition_that_is_still_to_come_changes_nothing_before_its_day(
    write_council, every_weekday
) -> None:
    council = write_council({"2020-01-01": MONTH.format("4 weeks"), "2027-01-01": MONTH.format("2 weeks")})
    assert [edition.edition for edition in council.as_of(date(2026, 12, 31)).editions] == ["2020-01-01"]
    assert [edition.edition for edition in council.as_of(date(2027, 1, 1)).editions][1:] == ["2027-01-01"]
    assert council.as_of(date(1999, 1, 1)).editions == council.editions[:1]


def test_sh1_what_is_held_up_is_reminded_of_on_its_own_day_and_not_before() -> None:
    council = load_council("sheffield")
    allocated = Happening("allocated", "allocated", date(2027, 3, 1))
    closing = Happening("closing", "closing by day 10", date(2027, 3, 3))

    def first_meeting(*happenings: Happening) -> tuple[date | None, date | None]:
        found = reckon(council, History("child", happenings), working_days_of(council))
        return next((duty.soon, duty.due) for duty in found if duty.name == "planning meeting")

    soon, due = first_meeting(allocated)
    assert soon and due == date(2027, 3, 15) and soon < due
    assert first_meeting(allocated, closing) == (due, due)
