"""A census file is read with the line of every date, and a broken one is refused by element and line."""

from datetime import date
from pathlib import Path

import pytest

from services.planning.adapters.census_file import BrokenFile, count_children, read_children
from services.planning.domain.census import faults_of

_TODAY = date(2026, 12, 18)
_BIRTH = "<PersonBirthDate>2015-03-27</PersonBirthDate>"
_REFERRAL = "<CINreferralDate>2026-01-05</CINreferralDate>"


def _written(folder: Path, details: str, birth: str = _BIRTH, head: str = "") -> Path:
    """One child: its identifiers end in line 4, `details` stand from line 6 on."""
    file = folder / "census.xml"
    who = f"<ChildIdentifiers><LAchildID>A1</LAchildID>\n{birth}</ChildIdentifiers>"
    file.write_text(
        f"{head}<Message>\n<Children><Child>\n{who}\n<CINdetails>\n"
        f"{details}\n</CINdetails></Child></Children></Message>\n",
        "utf-8",
    )
    return file


def _faults(file: Path) -> list[str]:
    (child,) = read_children(file)
    return [str(fault) for fault in faults_of(child, _TODAY)]


def _plan(began: str, ended: str = "") -> str:
    end = f"<CINPlanEndDate>{ended}</CINPlanEndDate>" if ended else ""
    return f"<CINPlanDates><CINPlanStartDate>{began}</CINPlanStartDate>{end}</CINPlanDates>\n"


def _assessment(began: str, ended: str) -> str:
    start = f"<AssessmentActualStartDate>{began}</AssessmentActualStartDate>\n"
    end = f"<AssessmentAuthorisationDate>{ended}</AssessmentAuthorisationDate>"
    return f"<Assessments>{start}{end}</Assessments>"


def test_a_child_without_assessments_and_with_stray_words_is_read(tmp_path: Path) -> None:
    file = _written(tmp_path, f"stray {_REFERRAL} words")
    (child,) = read_children(file)
    assert count_children(file) == 1
    assert (child.reference, child.times[0].referral.on) == ("A1", date(2026, 1, 5))
    assert child.all("assessments") == [] and faults_of(child, _TODAY) == []


@pytest.mark.parametrize(
    ("details", "line", "says"),
    [
        (_REFERRAL + _assessment("2026-04-28", "2018-09-19"), 7, "is earlier: AssessmentActualStartDate"),
        (_REFERRAL + _plan("2026-31-01"), 6, "is no date"),
        (_REFERRAL + _plan("2026-03-02", "2026-02-02"), 6, "is earlier: CINPlanStartDate"),
        (_REFERRAL + _plan("2026-02-02") + _plan("2026-03-02"), 7, "has no end"),
        (_REFERRAL + _plan("2026-02-02", "2026-03-02") + _plan("2026-03-02"), 7, "ended only on"),
        (_REFERRAL + _plan("2025-12-02"), 6, "before its referral"),
        (_REFERRAL + _plan("2026-12-19"), 6, "lies in the future"),
        (_REFERRAL + _plan("2026-02-02") + "<ReferralNFA>1</ReferralNFA>", 6, "no further action"),
        (
            _REFERRAL + _plan("2026-02-02") + "<CINclosureDate>2026-04-01</CINclosureDate>",
            6,
            "has no CINPlanEndDate",
        ),
        (
            _REFERRAL
            + _plan("2026-02-02")
            + "<ChildProtectionPlans><CPPstartDate>2026-04-01</CPPstartDate></ChildProtectionPlans>",
            6,
            "a child protection plan ran",
        ),
        ("<CINPlanDates/>", 6, "has no CIN"),
    ],
)
def test_what_contradicts_itself_is_said_with_its_line(
    tmp_path: Path, details: str, line: int, says: str
) -> None:
    faults = _faults(_written(tmp_path, details))
    found = [fault for fault in faults if says in fault]
    assert found and found[0].startswith(f"line {line}, ")


def test_a_handover_to_a_protection_plan_on_the_same_day_is_allowed(tmp_path: Path) -> None:
    protection = "<ChildProtectionPlans><CPPstartDate>2026-04-01</CPPstartDate></ChildProtectionPlans>"
    assert _faults(_written(tmp_path, _REFERRAL + _plan("2026-02-02", "2026-04-01") + protection)) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("<Message>\n<Children>\n<Child></Children></Message>", "line 3, in <Child>: not well-formed"),
        ("<Message>\n<Children>", "line 2, in <Children>: not well-formed"),
        ("<Census></Census>", "line 1: <Census> is the outermost element"),
        ('<!DOCTYPE m [<!ENTITY a "b">]>\n<Message>&a;</Message>', "line 1: a DOCTYPE"),
        ("", "not well-formed"),
    ],
)
def test_a_broken_file_is_refused_with_element_and_line(tmp_path: Path, words: str, says: str) -> None:
    file = tmp_path / "broken.xml"
    file.write_text(words, "utf-8")
    with pytest.raises(BrokenFile) as refusal:
        count_children(file)
    assert says in str(refusal.value) and "Nothing of the file was kept" in str(refusal.value)


@pytest.mark.parametrize("encoding", ["foo", "gb2312", "utf-7", "idna", "hex", "punycode", "cp037"])
def test_an_encoding_that_nobody_reads_is_refused_with_file_and_line(tmp_path: Path, encoding: str) -> None:
    file = _written(tmp_path, _REFERRAL, head=f'<?xml version="1.0" encoding="{encoding}"?>')
    with pytest.raises(BrokenFile) as refusal:
        count_children(file)
    words = "census.xml, line 1: it declares an encoding that is not read here; export it as UTF-8."
    assert str(refusal.value) == f"{words} Nothing of the file was kept."


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-16", "iso-8859-1", "windows-1252"])
def test_an_encoding_that_exports_have_is_read(tmp_path: Path, encoding: str) -> None:
    file = _written(tmp_path, _REFERRAL, head=f'<?xml version="1.0" encoding="{encoding}"?>')
    file.write_text(file.read_text("utf-8"), encoding)
    assert count_children(file) == 1
