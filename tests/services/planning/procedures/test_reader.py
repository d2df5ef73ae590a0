"""A wrong word in a council's file is named with its file, its line and what may stand there."""

import shutil
from pathlib import Path

import pytest

from services.planning.procedures.checking import check
from services.planning.procedures.council import PROCEDURES, load_council, load_folder
from services.planning.procedures.faults import ProcedureUnreadable

EDITION, LOCAL, EXAMPLES = "2014-09-01.toml", "local.toml", "examples.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROCEDURES / "newcastle", tmp_path / "newcastle"))


def spoil(path: Path, good: str, bad: str) -> int:
    """Puts a wrong word in and tells on which line it stands."""
    content = path.read_text(encoding="utf-8")
    assert good in content
    path.write_text(content.replace(good, bad, 1), encoding="utf-8")
    return content[: content.index(good)].count("\n") + 1


LONG_READING = (
    "never more than six weeks apart; the plan section's words, which could mean longer gaps, "
    "are read with this clause"
)
SPOILT = [
    (EDITION, '"6 weeks"', '"6 wekks"', "wekks", "weeks"),
    (EDITION, '"1 month"', '"0 months"', "0", ""),
    (
        EDITION,
        'of             = "assessment authorised"',
        'of = "assesment authorised"',
        "assesment authorised",
        "assessment authorised",
    ),
    (
        EDITION,
        '"planning meeting", "progress meeting", "review"]\nlacking',
        '"planing meeting"]\nlacking',
        "planing meeting",
        "planning meeting",
    ),
    (EDITION, 'having         = ["review date"]', 'having = ["reviewdate"]', "reviewdate", "review date"),
    (EDITION, 'force          = "must"', 'force = "shall"', "shall", ""),
    (EDITION, "earlier_counts = true", 'earlier_counts = "yes"', "yes", ""),
    (
        EDITION,
        'to      = ["everyone invited"]',
        'to = ["everybody invited"]',
        "everybody invited",
        "everyone invited",
    ),
    (EDITION, 'who  = ["social worker"', 'who  = ["socail worker"', "socail worker", "social worker"),
    (EDITION, '{ local = "record sender" }', '{ locale = "record sender" }', "locale", "local"),
    (EDITION, "every   =", "evry   =", "evry", "every"),
    (EDITION, "[[chair]]", "[[chairs]]", "chairs", "[[chair]]"),
    (EDITION, 'calendar = "England"', 'calendar = "Englnd"', "Englnd", "England"),
    (EDITION, "in_force = 2014-09-01", 'in_force = "September"', "September", ""),
    (EDITION, "progress_meeting      =", "progres_meeting =", "progres_meeting", "progress_meeting"),
    (EDITION, '["NC7", "NC17"]', '["N7"]', "N7", ""),
    (
        EDITION,
        '"8: never',
        '"never',
        LONG_READING,
        "",
    ),
    (LOCAL, '"5 working days"', '"5 workdays"', "workdays", "working days"),
    (LOCAL, "office_phone ", "ofice_phone ", "ofice_phone", "office_phone"),
    (LOCAL, '"record sender" =', '"record sendr" =', "record sendr", "record sender"),
    (LOCAL, '= "social worker"', '= "postman"', "postman", ""),
    (EXAMPLES, "says  =", "sais  =", "sais", "says"),
    (EXAMPLES, "soon =", "sooon =", "sooon", "soon"),
]


@pytest.mark.parametrize(
    ("file", "good", "bad", "word", "nearest"), SPOILT, ids=[row[3][:20] for row in SPOILT]
)
def test_a_wrong_word_is_found_at_its_line(
    folder: Path, file: str, good: str, bad: str, word: str, nearest: str
) -> None:
    line = spoil(folder / file, good, bad)
    fault = next(fault for fault in check(folder / file) if fault.word == word)
    assert (fault.file, fault.line, fault.nearest) == (str(folder / file), line, nearest)
    assert str(fault).startswith(f"{folder / file}:{line}: {word!r}")


def test_a_fault_is_one_sentence_that_a_policy_lead_can_act_on(folder: Path) -> None:
    line = spoil(folder / EDITION, '"6 weeks"', '"6 wekks"')
    (fault,) = check(folder / EDITION)
    assert str(fault) == (
        f"{folder / EDITION}:{line}: 'wekks' (every) is not understood in a span of time; "
        "allowed: days, working days, weeks, months. Did you mean 'weeks'?"
    )


def test_every_fault_of_a_file_is_told_at_once_from_top_to_bottom(folder: Path) -> None:
    first = spoil(folder / EDITION, '"1 month"', '"1 moon"')
    second = spoil(folder / EDITION, '"6 weeks"', '"6 wekks"')
    assert [fault.line for fault in check(folder / EDITION)] == [first, second]


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ('every   = "6 weeks"\n', "", "needs exactly one of within or every"),
        (
            'every   = "6 weeks"\n',
            'every = "6 weeks"\nwithin = "1 month"\n',
            "needs exactly one of within or every",
        ),
        ("default = true ", 'at = "2"\ndefault = true ', "needs exactly one of at or default"),
        ('for    = "review"', 'for    = "progress meeting"', "has a clause already"),
        ('after   = "professionals meeting"', 'after   = "review"', "has a clause already"),
        ('says = "The Care Team meets at least once in every six weeks."', "", "is missing"),
    ],
)
def test_a_rule_that_contradicts_itself_or_lacks_something_is_refused(
    folder: Path, good: str, bad: str, problem: str
) -> None:
    spoil(folder / EDITION, good, bad)
    assert any(problem in str(fault) for fault in check(folder / EDITION))


def test_what_is_no_toml_at_all_is_told_with_its_line(folder: Path) -> None:
    line = spoil(folder / EDITION, 'within         = "1 month"', "within = 1 month")
    (fault,) = check(folder / EDITION)
    assert (fault.line, "is not TOML" in str(fault)) == (line, True)


def test_a_file_that_ends_too_early_is_told_with_its_last_line(folder: Path) -> None:
    (folder / EDITION).write_text('council = "New', encoding="utf-8")
    (fault,) = check(folder / EDITION)
    assert fault.line == 1


def test_an_example_that_no_longer_holds_is_told_with_what_came_out_instead(folder: Path) -> None:
    spoil(folder / EXAMPLES, 'due = "Wednesday 6 January 2027"', 'due = "Tuesday 5 January 2027"')
    (fault,) = map(str, check(folder / EXAMPLES))
    expected, _, found = fault.partition("; it comes to ")
    assert "is wrong: expected circulate after planning meeting" in expected
    assert "due Tuesday 5 January" in expected and "due Wednesday 6 January" in found


def test_a_duty_that_no_clause_has_is_told_at_its_line_with_the_nearest(folder: Path) -> None:
    line = spoil(folder / EXAMPLES, 'duty = "circulate after planning', 'duty = "circulate after planing')
    (fault,) = check(folder / EXAMPLES)
    assert (fault.line, fault.nearest) == (line, "circulate after planning meeting")


def test_every_fact_that_is_not_understood_is_told(folder: Path) -> None:
    spoil(folder / EXAMPLES, "assessment authorised", "assesment authorised")
    spoil(folder / EXAMPLES, ", with the family", ", with family")
    assert len(check(folder / EXAMPLES)) == 2


@pytest.mark.parametrize("words", ["1 Month", "one month", "1  month", "1-month"])
def test_a_span_written_nearly_right_is_told_with_the_right_one(folder: Path, words: str) -> None:
    spoil(folder / EDITION, 'within         = "1 month"', f'within         = "{words}"')
    (fault,) = check(folder / EDITION)
    assert fault.nearest == "1 month"
    assert "… working days" in str(fault)


def test_a_day_that_there_is_not_is_told_so(folder: Path) -> None:
    spoil(folder / EDITION, "in_force = 2014-09-01", "in_force = 2014-09-31")
    (fault,) = check(folder / EDITION)
    assert "there is no such day; write it like 2026-09-01" in str(fault)


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("Monday 30 November 2026: a", "Sunday 30 November 2026: a", "that day is a Monday"),
        ("assessment authorised", "assesment authorised", "is not something that can happen"),
        (", with the family", ", with family", "is not a property"),
        (", of Monday 23 November 2026", "", "does not say whose record"),
        (", of Monday 23 November 2026", ", of Tuesday 24 November 2026", "is the day of no meeting"),
    ],
)
def test_an_example_that_cannot_be_read_says_why(folder: Path, good: str, bad: str, problem: str) -> None:
    spoil(folder / EXAMPLES, good, bad)
    assert any(problem in str(fault) for fault in check(folder / EXAMPLES))


def test_loading_a_council_names_the_faults_of_all_its_files(folder: Path) -> None:
    spoil(folder / EDITION, '"6 weeks"', '"6 wekks"')
    spoil(folder / LOCAL, '"5 working days"', '"5 workdays"')
    with pytest.raises(ProcedureUnreadable) as refusal:
        load_folder(folder)
    assert [fault.word for fault in refusal.value.faults] == ["wekks", "workdays"]


def test_a_council_without_files_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ProcedureUnreadable, match="holds no folder of that name with a local.toml"):
        load_council("nowhere", tmp_path)
    (tmp_path / "somewhere").mkdir()
    with pytest.raises(ProcedureUnreadable, match="local.toml.*cannot be read: there is no such file"):
        load_council("somewhere", tmp_path)


def test_a_folder_without_an_edition_is_refused_in_words(folder: Path) -> None:
    (folder / EDITION).unlink()
    (folder / LOCAL).write_text(
        (folder / LOCAL).read_text(encoding="utf-8").replace('"record sender"', '# "record sender"'),
        encoding="utf-8",
    )
    with pytest.raises(ProcedureUnreadable, match="holds no edition"):
        load_folder(folder)
