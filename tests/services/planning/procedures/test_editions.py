"""What a council's files may say besides Newcastle's: later editions, local values, targets."""

from dataclasses import replace
from datetime import date

from services.planning.domain.history import Happening, History
from services.planning.procedures.reckoning import reckon

AUTHORISED = Happening("authorised", "assessment authorised", date(2026, 11, 30))
PLANNING = Happening("planning", "planning meeting", date(2026, 12, 18), {"with the family": True})

MONTH = """
[[timescale]]
for    = "planning meeting"
within = "{within}"
of     = "assessment authorised"
by     = "social worker"
at     = "1"
ids    = ["XX1"]
says   = "The first meeting is held in time."
"""


def test_an_edition_governs_the_clocks_that_start_while_it_is_in_force(write_council, every_weekday) -> None:
    council = write_council(
        {"2020-01-01": MONTH.format(within="4 weeks"), "2027-01-01": MONTH.format(within="2 weeks")}
    )
    for started, due in (
        ("2019-12-31", "2020-01-28"),
        ("2026-12-31", "2027-01-28"),
        ("2027-01-01", "2027-01-15"),
    ):
        on = date.fromisoformat(started)
        found = reckon(council, History("child", (replace(AUTHORISED, on=on),)), every_weekday)
        assert [duty.due for duty in found] == [date.fromisoformat(due)]
        assert found[0].edition == council.edition_on(on).sha256


def test_a_local_value_that_the_council_has_not_set_is_shown_and_sets_no_date(
    write_council, every_weekday
) -> None:
    rule = MONTH.replace('"{within}"', '{{ local = "first meeting" }}').format()
    history = History("child", (AUTHORISED,))
    (not_set,) = reckon(write_council({"2020-01-01": rule}), history, every_weekday)
    assert (not_set.state, not_set.due, not_set.soon) == ("not set", None, None)
    assert not_set.why == "This time has not been set: first meeting. Anytown 1."
    council = write_council({"2020-01-01": rule}, '[values]\n"first meeting" = "3 weeks"\n')
    (opened,) = reckon(council, history, every_weekday)
    assert (opened.state, opened.due, opened.id) == ("open", date(2026, 12, 21), not_set.id)


def test_a_target_stands_beside_the_limit(write_council, every_weekday) -> None:
    rule = MONTH.format(within="1 month") + 'aim = "10 working days"\n'
    (duty,) = reckon(write_council({"2020-01-01": rule}), History("child", (AUTHORISED,)), every_weekday)
    assert (duty.aim, duty.due) == (date(2026, 12, 14), date(2026, 12, 30))


def test_a_meeting_before_the_clock_started_counts_only_where_the_file_says_so(
    write_council, every_weekday
) -> None:
    early = replace(PLANNING, on=date(2026, 11, 23))
    for says, state in (("", "open"), ("earlier_counts = true\n", "met")):
        council = write_council({"2020-01-01": MONTH.format(within="1 month") + says})
        (duty,) = reckon(council, History("child", (AUTHORISED, early)), every_weekday)
        assert duty.state == state
