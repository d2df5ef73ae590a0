"""Rules that contradict each other are refused at the line that has to change, with the way out."""

from pathlib import Path

import pytest

from services.planning.procedures.checking import check
from tests.services.planning.procedures.conftest import TOP

RULE = """
[[timescale]]
for    = "{meets}"
name   = "{name}"
{span}
of     = "{of}"
by     = "social worker"
at     = "1"
ids    = ["XX1"]
says   = "It is done in time."
"""
CIRCUMSTANCES = """
[[circumstance]]
name = "court order"
at   = "2"
ids  = ["XX2"]
says = "A court has ordered it."

[[circumstance]]
name = "settled package"
at   = "3"
ids  = ["XX3"]
says = "Nothing is going to change."
"""


def rule(
    meets: str = "review",
    name: str = "review",
    of: str = "planning meeting",
    span: str = 'every = "6 months"',
) -> str:
    return RULE.format(meets=meets, name=name, of=of, span=span)


def faults_of(folder: Path, *rules: str) -> list[str]:
    path = folder / "2020-01-01.toml"
    path.write_text(TOP.format(edition="2020", in_force="2020-01-01") + "".join(rules), encoding="utf-8")
    return [str(fault).removeprefix(f"{path}:") for fault in check(path)]


def special(name: str, more: str) -> str:
    return rule(name=name, span='every = "1 month"') + f'displaces = ["review"]\n{more}\n'


COURT = special("under an order", 'when = ["court order"]')
SETTLED = special("when settled", 'when = ["settled package"]')


def test_two_special_clauses_that_may_both_claim_a_child_are_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, rule(), COURT, SETTLED, CIRCUMSTANCES)
    assert fault == (
        "39: 'review' is displaced by 'under an order' as well, and a child may be claimed by both: "
        'let one of them displace the other, or say unless = ["court order"]'
    )


@pytest.mark.parametrize(
    "way_out",
    [
        special("when settled", 'when = ["settled package"]\nunless = ["court order"]'),
        SETTLED.replace('displaces = ["review"]', 'displaces = ["review", "under an order"]'),
    ],
    ids=["unless", "displaces"],
)
def test_each_way_out_that_the_refusal_names_is_one(tmp_path: Path, way_out: str) -> None:
    assert faults_of(tmp_path, rule(), COURT, way_out, CIRCUMSTANCES) == []


def test_clauses_that_wait_for_each_other_are_refused(tmp_path: Path) -> None:
    within = 'within = "1 month"'
    first = rule("planning meeting", "planning meeting", "review", within)
    second = rule("review", "review", "planning meeting", within)
    faults = faults_of(tmp_path, first, second)
    closes, way_out = "closes a circle", "let one of them start with another event"
    assert faults == [
        f"12: 'review' {closes}: planning meeting waits for review waits for planning meeting; {way_out}",
        f"22: 'planning meeting' {closes}: review waits for planning meeting waits for review; {way_out}",
    ]
    again = second.replace('of     = "planning meeting"', 'of     = ["planning meeting", "referral"]')
    assert faults_of(tmp_path, first, again) == []


def test_a_displaced_name_that_is_none_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, rule(), COURT.replace('["review"]', '["revue"]'), CIRCUMSTANCES)
    assert "'revue' is no [[timescale]] of this file; allowed: review, under an order" in fault
    assert "Did you mean 'review'?" in fault


def test_a_clause_that_would_always_take_anothers_place_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, rule(), special("always", ""))
    assert "'review' would never be due: say when this clause takes its place" in fault


def test_a_declared_word_with_a_meaning_already_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, rule(), CIRCUMSTANCES.replace("court order", "care began"))
    assert fault.startswith("19: 'care began' has a meaning already: choose another word")


CHAIR = """
[[chair]]
of   = "review"
who  = ["{who}"]
{more}
at   = "4"
ids  = ["XX4"]
says = "Somebody chairs it."
"""


def chair(who: str, more: str = "") -> str:
    return CHAIR.format(who=who, more=more)


@pytest.mark.parametrize(
    ("first", "second", "sound"),
    [
        ("", "", False),
        ('when = ["court order"]', "", True),
        ('when = ["court order"]', 'when = ["settled package"]', False),
        ('when = ["court order"]', 'when = ["settled package"]\nunless = ["court order"]', True),
        ('unless = ["court order"]', 'unless = ["settled package"]', False),
    ],
)
def test_two_clauses_on_one_chair_never_claim_the_same_child(
    tmp_path: Path, first: str, second: str, sound: bool
) -> None:
    chairs = chair("social worker", first), chair("team manager", second)
    faults = faults_of(tmp_path, rule(), *chairs, CIRCUMSTANCES)
    assert ("'review' has a [[chair]] already" in "".join(faults)) == (not sound)
    assert len(faults) == (0 if sound else 1)


SIGN_OFF = """
[[sign_off]]
after  = "review"
who    = ["team manager"]
within = "5 working days"
at     = "5"
ids    = ["XX5"]
says   = "A manager signs first."
"""
CIRCULATE = """
[[circulate]]
of     = "record"
after  = "review"
to     = ["everyone invited"]
by     = "social worker"
within = "10 working days"
at     = "6"
ids    = ["XX6"]
says   = "Everyone has the record."
"""


def test_a_signature_that_nothing_waits_for_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, rule(), SIGN_OFF)
    assert fault.startswith("19: 'review' has no [[circulate]], so that nobody would ever be asked to sign")
    assert faults_of(tmp_path, rule(), SIGN_OFF, CIRCULATE) == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ('aim = "7 months"', "'7 months' lies beyond the clause's own 6 months"),
        ('aim = "6 weeks"', ""),
        (
            'override = { by = ["court"], at_least = "8 months", at_most = "7 months" }',
            "'7 months' is at most, and 8 months at least: no interval could be approved",
        ),
        (
            'override = { by = ["court"], at_most = "1 month" }',
            "'1 month' is at most, and the clause's own is 6 months already",
        ),
        ('override = { by = ["court"], at_least = "1 month", at_most = "12 months" }', ""),
        ('override = { by = ["court"], at_most = "999 months" }', ""),
        (
            'override = [{ by = ["court"] }, { by = ["manager", "court"], at_most = "9 months" }]',
            "'court' (override) may approve by two of these tables: name each role once",
        ),
        ('override = [{ by = ["court"] }, { by = ["manager"], at_most = "9 months" }]', ""),
    ],
)
def test_bounds_that_leave_nothing_between_them_are_refused(tmp_path: Path, words: str, wrong: str) -> None:
    faults = faults_of(tmp_path, rule() + words + "\n")
    assert [fault.partition(": ")[2] for fault in faults] == ([wrong] if wrong else [])
    assert [fault.partition(": ")[0] for fault in faults] == (["17"] if wrong else [])
