"""A file that is no procedure, or a rule that cannot be meant, is refused with its line and what to do."""

import time
from pathlib import Path

import pytest

from services.planning.procedures.checking import check
from services.planning.procedures.council import Council, load_folder
from services.planning.procedures.faults import Fault, ProcedureUnreadable
from services.planning.procedures.inventory import inventory
from tests.services.planning.procedures.conftest import LOCAL, TOP, WriteCouncil

RULE = """
[[timescale]]
for    = "planning meeting"
within = "1 month"
of     = "assessment authorised"
by     = "social worker"
at     = "1"
ids    = ["XX1"]
says   = "The first meeting is held in time."
"""
GOOD = TOP.format(edition="2020", in_force="2020-01-01") + RULE


def faults_of(folder: Path, text: str | bytes, name: str = "2020-01-01.toml") -> list[Fault]:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return check(folder / name)


def line_of(text: str, word: str) -> int:
    return text[: text.index(word)].count("\n") + 1


@pytest.mark.parametrize(
    ("good", "bad", "word", "said"),
    [
        ('"1 month"', "10", "10", '(within) has no unit; write it like "10 working days"; allowed: days, w'),
        ('"1 month"', '"10"', "10", '(within) has no unit; write it like "10 working days"'),
        ('"1 month"', '"1 mnth"', "mnth", "Did you mean 'months'?"),
        ('"1 month"', f'"{"9" * 5_000} months"', "9" * 5_000 + " months", "at most 999 of a unit"),
        ('"1 month"', '"1000 days"', "1000 days", "is longer than anything that a procedure asks for"),
        ('"1 month"', '"ten days"', "ten days", "a number and a unit, like 10 working days"),
        (
            '"assessment authorised"',
            '"assessment authorized"',
            "assessment authorized",
            "is not something that can happen",
        ),
        ('"1 month"', '{ else = "10 days" }', "else", "stands without the local value's name; allowed: loc"),
        (
            'by     = "social worker"',
            'by = { local = "sender", else = "postman" }',
            "postman",
            "is not a role; allowed: social worker",
        ),
    ],
)
def test_a_word_that_cannot_be_meant_is_refused_at_its_line(
    tmp_path: Path, good: str, bad: str, word: str, said: str
) -> None:
    text = GOOD.replace(good, bad)
    (fault,) = faults_of(tmp_path, text)
    assert str(fault).startswith(f"{tmp_path}/2020-01-01.toml:{line_of(text, bad)}: '{word}' ")
    assert said in str(fault)


def test_nobody_can_record_what_no_event_declares(tmp_path: Path) -> None:
    """The same word is good once an [[event]] says what its date means."""
    text = GOOD.replace('"assessment authorised"', '"conference called for"')
    (fault,) = faults_of(tmp_path, text)
    assert "'conference called for' (of) is not something that can happen" in str(fault)
    event = (
        '[[event]]\nname = "conference called for"\nmeans = "the day"\nat = "5"\nids = ["XX2"]\nsays = "."\n'
    )
    assert faults_of(tmp_path, text + event) == []


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b'council = "caf\xe9"', 1, "is not UTF-8 text: save it as UTF-8 in your editor"),
        (b"a = 1\nb = \xff", 2, "is not UTF-8 text"),
        (b'council  = "Anytown\n', 1, "is not TOML"),
        (b"\n\nwithin = 1 month\n", 3, "is not TOML"),
        (b"a = " + b"[" * 100_000, 1, "is not TOML"),
        (b"a = " + b"1" * 100_000, 1, "is not TOML"),
        (b"\x00", 1, "is not TOML"),
        (b"x" * 1_000_001, 1, "has more than 1,000,000 bytes: is it the right file?"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_text_or_no_toml_is_refused_in_words(
    tmp_path: Path, content: bytes, line: int, said: str
) -> None:
    (fault,) = faults_of(tmp_path, content)
    assert (fault.line, said in str(fault)) == (line, True), str(fault)


def test_a_mark_before_the_text_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == []


def test_a_folder_or_a_file_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01.toml").write_text(GOOD, encoding="utf-8")
    (folder,) = check(tmp_path)
    assert "is a folder: name one of its files; allowed: 2020-01-01.toml" in str(folder)
    (nowhere,) = check(tmp_path / "2020-01-10.toml")
    assert "there is no such file" in str(nowhere) and nowhere.nearest == "2020-01-01.toml"


def test_a_huge_file_is_answered_within_about_a_second(tmp_path: Path) -> None:
    started = time.thread_time()  # of the processor: others may want it too
    (too_long,) = faults_of(tmp_path, GOOD + "#\n" * 100_000)
    wrong = faults_of(tmp_path, GOOD + "".join(f"wrong_{number} = {number}\n" for number in range(4_900)))
    assert time.thread_time() - started < 3  # both: half a second where nothing else runs
    assert "has 100,015 lines; a procedure has at most 5,000" in str(too_long)
    assert len(wrong) == 4_900 and wrong[-1].line == 4_915


def test_an_example_beyond_the_calendar_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01.toml").write_text(GOOD.replace("1 month", "10 working days"), encoding="utf-8")
    text = EXAMPLE.replace("Monday 2 November 2026", "Thursday 2 November 2045").replace("2026", "2045")
    late = "\n".join(
        line for line in text.format(span="", role="", due="").split("\n") if "override" not in line
    )
    (fault,) = faults_of(tmp_path, late.replace("2 November 2045", "28 December 2045"), "examples.toml")
    assert "cannot be reckoned" in str(fault) and fault.line == 2


def test_two_editions_of_one_day_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(GOOD.replace('"2020"', '"2020, corrected"'), encoding="utf-8")
    (tmp_path / "local.toml").write_text(LOCAL, encoding="utf-8")
    with pytest.raises(ProcedureUnreadable, match="b.toml:6: '2020-01-01' is the day on which 2020 comes"):
        load_folder(tmp_path)


OVERRIDE = 'override = { by = ["team manager"], at_most = "3 months" }\n'
EXAMPLE = """
[[example]]
says   = "Another interval was approved"
given  = [
  "Monday 2 November 2026: assessment authorised",
  "Monday 2 November 2026: override of planning meeting, {span}, by {role}",
]
expect = [
  {{ duty = "planning meeting", from = "Monday 2 November 2026", due = "{due}" }},
]
"""


def test_an_override_beyond_its_ceiling_is_held_to_the_ceiling(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01.toml").write_text(GOOD + OVERRIDE, encoding="utf-8")
    beyond = EXAMPLE.format(span="6 months", role="team manager", due="Sunday 2 May 2027")
    (fault,) = map(str, faults_of(tmp_path, beyond, "examples.toml"))
    expected, _, found = fault.partition("; it comes to ")
    assert "due Sunday 2 May 2027" in expected and "due Tuesday 2 February 2027" in found


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("override of planning meeting", "override of planing meeting", "is no duty whose interval"),
        ("override of planning meeting", "override of review", "lets anybody approve"),
        ("2 months,", "2 moons,", "'moons' (given) is not understood in a span of time"),
        (", 2 months, by team manager", "", "does not say who approved the override"),
        ("by team manager", "by the postman", "does not say who approved the override"),
    ],
)
def test_an_override_that_cannot_be_is_refused(tmp_path: Path, good: str, bad: str, said: str) -> None:
    (tmp_path / "2020-01-01.toml").write_text(GOOD + OVERRIDE, encoding="utf-8")
    text = EXAMPLE.format(span="2 months", role="team manager", due="Saturday 2 January 2027")
    assert faults_of(tmp_path, text, "examples.toml") == []
    (fault,) = faults_of(tmp_path, text.replace(good, bad), "examples.toml")
    assert (fault.line, said in str(fault)) == (line_of(text, "override of"), True)


@pytest.mark.parametrize(
    ("good", "bad", "word", "said"),
    [
        ('"Monday 2 November 2026: assessment authorised"', "2026-11-02", "2026-11-02", "is not a text"),
        ('due = "{due}"', "due = 2027-01-02", "2027-01-02", "(due) is not a text; write a day like Friday"),
        ("duty = ", "dutty = ", "dutty", "Did you mean 'duty'?"),
        ("Monday 2 November 2026: ass", "2 November: ass", "2 November", "write it like Friday 18 December"),
    ],
)
def test_a_value_of_an_example_that_cannot_be_is_refused_at_its_line(
    tmp_path: Path, good: str, bad: str, word: str, said: str
) -> None:
    (tmp_path / "2020-01-01.toml").write_text(GOOD + OVERRIDE, encoding="utf-8")
    assert good in EXAMPLE
    text = EXAMPLE.replace(good, bad).format(span="2 months", role="team manager", due="")
    (fault,) = faults_of(tmp_path, text, "examples.toml")
    assert (fault.word, fault.line, said in str(fault)) == (word, line_of(text, bad), True), str(fault)


@pytest.fixture
def leaves_open(write_council: WriteCouncil) -> Council:
    """A procedure that leaves two spans and a sender to the council, which has set one."""
    rules = RULE.replace('"1 month"', '{ local = "first meeting" }') + RULE.replace(
        '"planning meeting"', '"review"'
    ).replace('"1 month"', '{ local = "first review", else = "3 months" }').replace(
        '"social worker"', '{ local = "who invites" }'
    )
    return write_council({"2020-01-01": rules}, '[values]\n"who invites" = "business support"\n')


def test_after_a_good_file_stands_what_it_holds_and_what_is_not_set(
    leaves_open: Council, tmp_path: Path
) -> None:
    lines = list(inventory(tmp_path / "2020-01-01.toml"))
    assert lines == [
        "Anytown Council, 2020-01-01, in force from Wednesday 1 January 2020.",
        "It holds 2 timescales.",
        "No worked example proves it: write some into examples.toml beside it.",
        f'Not set: "first meeting" ({tmp_path / "local.toml"}, [values]).',
        'Not set: "first review"; the product takes 3 months, and says that this is not council policy.',
    ]
    assert list(inventory(tmp_path / "local.toml"))[1:] == ["It sets 1 value and 0 closures.", *lines[3:]]


def test_of_a_shared_procedure_it_says_what_is_left_to_each_council(
    leaves_open: Council, tmp_path: Path
) -> None:
    (tmp_path / "local.toml").unlink()
    assert list(inventory(tmp_path / "2020-01-01.toml"))[-2:] == [
        "No local.toml beside it: councils that share it have one each.",
        'Left to each of them: "first meeting", "first review" and "who invites".',
    ]


def test_a_value_of_the_council_that_no_rule_asks_for_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01.toml").write_text(GOOD, encoding="utf-8")
    (fault,) = faults_of(tmp_path, LOCAL + '[values]\n"first meting" = "3 weeks"\n', "local.toml")
    assert "'first meting' (first meting) is a value that no edition asks for" in str(fault)
