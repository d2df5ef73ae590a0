"""The procedure in plain sentences: every key of a rule is said, and whose value each number is."""

import re
from pathlib import Path

import pytest

from services.planning.procedures import grammar
from services.planning.procedures.council import PROCEDURES, Council, councils, load_council
from services.planning.procedures.explaining import Entry, explain
from services.planning.procedures.plain_text import as_text
from services.planning.procedures.rules import PRODUCT_DEFAULT
from tests.services.planning.procedures.conftest import WriteCouncil

DECLARED = """
[[circumstance]]
name = "disabled child"
at   = "2"
ids  = ["XX2"]
says = "The child is disabled."

[[timescale]]
for    = "progress meeting"
every  = "8 weeks"
of     = "planning meeting"
by     = "social worker"
at     = "3"
ids    = ["XX3"]
says   = "They meet."
"""
RULE = """
[[timescale]]
for    = "review"
within = "4 months"
of     = ["planning meeting", "allocated"]
by     = "social worker"
at     = "1"
ids    = ["XX1"]
says   = "It is reviewed."
{more}
"""
SAID = {
    "name": ('name = "another review"', ""),
    "title": ('title = "Look again"', "Look again"),
    "start": ('start = "latest of all"', "the last of these, once all have happened: the planning meeting; "),
    "aim": ('aim = "10 working days"', "To aim for: 10 working days."),
    "force": ('force = "should"', "This should be done"),
    "met_by": ('met_by = ["review", "visit"]', "Met by: review or visit."),
    "having": ('having = ["review date"]', "It counts only where it set a date for the review."),
    "chaired_by": ('chaired_by = ["team manager"]', "It counts only if chaired by a team manager."),
    "earlier_counts": ("earlier_counts = true", "One before that day counts too."),
    "unless_outcome": ('unless_outcome = "no further action"', "Not asked for where the outcome was: no fur"),
    "when": ('when = ["disabled child"]', "Only for: disabled child."),
    "unless": ('unless = ["disabled child"]', "Not for: disabled child."),
    "displaces": (
        'displaces = ["progress meeting"]\nwhen = ["disabled child"]',
        "Where it holds, it takes the place of: Hold the progress meeting.",
    ),
    "override": (
        'override = { by = ["team manager"], at_most = "12 months", when = ["disabled child"] }',
        "A team manager may approve another interval of at most 12 months for one child, only for: disabled ",
    ),
    "only_if_set": ("only_if_set = true", "nor an approval has set its time, nothing is owed."),
    "suspended_by": ('suspended_by = ["plan ended"]', "Held up by: plan ended. It stays due on its day"),
    "outlasts": ("outlasts = true", "What ends the other clocks does not end this one."),
    "only_after": ('only_after = ["allocated"]', "Asked for only after: allocated."),
    "shows": ('shows = ["visit"]', "Shown beside it: the day of “visit”."),
    "moves_running": ("moves_running = true", "clocks that are already running move to it."),
    "counted": ('counted = "grid"', "a late one does not move the next."),
    "shows_grid": ("shows_grid = true", "the date in an unbroken count is shown too."),
    "reading": ('reading = ["9: from the meeting"]', "from the meeting"),
}
ALWAYS_THERE = {"for", "of", "by", "at", "default", "ids", "says", "within", "every"}


def entry(council: Council, title: str = "") -> Entry:
    parts = {part.heading: part.entries for part in explain(council)}
    return parts["What is due, and by when"][-1]


def said(council: Council) -> str:
    one = entry(council)
    return " ".join((one.title, *one.sentences, *one.readings))


@pytest.mark.parametrize("key", SAID)
def test_each_key_of_a_timescale_is_said(key: str, write_council: WriteCouncil) -> None:
    more, words = SAID[key]
    text = said(write_council({"2020-01-01": DECLARED + RULE.format(more=more)}))
    assert words in text
    assert not words or words not in said(write_council({"2020-01-01": DECLARED + RULE.format(more="")}))


def test_no_key_of_a_timescale_is_left_out() -> None:
    assert set(SAID) | ALWAYS_THERE == set(grammar.TIMESCALE)


def test_what_starts_the_clock_and_how_long_it_runs_is_said(write_council: WriteCouncil) -> None:
    council = write_council({"2020-01-01": DECLARED + RULE.format(more="")})
    assert entry(council).sentences == (
        "Within 4 months after the earliest of: the planning meeting; the child was allocated.",
        "This must be done, by the social worker.",
    )
    assert (entry(council).clause, entry(council).says) == ("Anytown 1", "It is reviewed.")
    each = write_council({"2020-01-01": RULE.format(more='start = "each"').replace(', "allocated"]', "]")})
    assert entry(each).sentences[0] == "Within 4 months after the planning meeting, each time anew."
    same = write_council({"2020-01-01": RULE.format(more="").replace("4 months", "the same day")})
    assert entry(same).sentences[0].startswith("On the same day as the earliest of: ")
    again = write_council({"2020-01-01": DECLARED})
    assert entry(again).sentences[0] == (
        "Every 8 weeks, counted from the last one; the first after the planning meeting."
    )


def test_whose_value_it_is_stands_beside_a_local_value(write_council: WriteCouncil) -> None:
    rule = RULE.format(more="").replace('"4 months"', '{ local = "first review" }')
    council = write_council({"2020-01-01": rule})
    assert "Within a time that the council sets (not set: the council's first review) after" in said(council)
    assert local(council) == {
        "First review": "Not set: no date is reckoned until the council sets it.",
        "Reminder": "2 working days before a duty is due.",
    }
    council = write_council({"2020-01-01": rule}, '[values]\n"first review" = "6 weeks"\n')
    assert "Within 6 weeks (the council's own first review) after" in said(council)
    assert local(council)["First review"] == "6 weeks, set by the council."
    council = write_council({"2020-01-01": rule.replace(" }", ', else = "3 months" }')})
    assert f"Within 3 months ({PRODUCT_DEFAULT}: the council has not set its first review)" in said(council)
    assert local(council)["First review"] == f"Not set; 3 months is taken ({PRODUCT_DEFAULT})."


def local(council: Council) -> dict[str, str]:
    parts = {part.heading: part.entries for part in explain(council)}
    return {one.title: " ".join(one.sentences) for one in parts["What the council sets itself"]}


@pytest.mark.parametrize("name", councils())
def test_every_rule_of_every_council_stands_there_with_its_clause(name: str) -> None:
    council = load_council(name)
    parts = explain(council)
    entries = [one for part in parts for one in part.entries]
    edition = council.editions[-1]
    for rule in edition.rules:
        assert any(one.says == rule.says and one.clause == edition.clause(rule) for one in entries), rule
        assert any(set(one.ids) == set(rule.ids) for one in entries)
    words = " ".join(" ".join((one.title, *one.sentences)) for one in entries)
    assert "None" not in words and "Local(" not in words and "{" not in words
    assert council.name in words and edition.edition in words


@pytest.mark.parametrize("name", councils())
def test_in_the_terminal_no_line_is_wide_and_ids_come_when_asked_for(name: str) -> None:
    parts = explain(load_council(name))
    plain, with_ids = list(as_text(parts)), list(as_text(parts, ids=True))
    assert max(map(len, with_ids)) <= 79
    id_in_brackets = re.compile(r"\[[A-Z]{2}[0-9]+")
    assert not any(id_in_brackets.search(line) for line in plain)
    assert any(id_in_brackets.search(line) for line in with_ids)


def test_newcastles_month_reads_like_this() -> None:
    """NC5, NC29."""
    parts = explain(load_council("newcastle", Path(PROCEDURES)))
    due = next(part for part in parts if part.heading == "What is due, and by when").entries[0]
    assert " ".join((due.title, *due.sentences)) == (
        "Hold the Child in Need planning meeting Within 1 month after the assessment was authorised. "
        "This must be done, by the social worker. It counts only where it set a date for the review. "
        "One before that day counts too. "
        "Not asked for where the outcome was: no further action."
    )


def test_each_council_has_its_own_word_for_a_role() -> None:
    """SH21: Sheffield's lead professional is Newcastle's lead practitioner."""
    sheffield, newcastle = (
        " ".join(
            sentence
            for part in explain(load_council(name))
            for one in part.entries
            for sentence in one.sentences
        )
        for name in ("sheffield", "newcastle")
    )
    assert "by the lead professional" in sheffield and "the lead practitioner" not in sheffield
    assert "lead professional" not in newcastle
