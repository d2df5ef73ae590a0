"""An example states who chairs, who signs, who has what and what is asked; a wrong word in it is refused."""

import shutil
from pathlib import Path

import pytest

from services.planning.procedures.checking import check
from services.planning.procedures.faults import Fault

COUNCIL = Path(__file__).parent / "meetings"
EXAMPLE = (COUNCIL / "examples.toml").read_text(encoding="utf-8")


def faults_of(folder: Path, example: str) -> list[Fault]:
    for name in ("2020-01-01.toml", "local.toml"):
        shutil.copy(COUNCIL / name, folder)
    (folder / "examples.toml").write_text(example, encoding="utf-8")
    return check(folder / "examples.toml")


def test_what_the_procedure_says_of_a_meeting_may_be_expected(tmp_path: Path) -> None:
    assert [str(fault) for fault in faults_of(tmp_path, EXAMPLE)] == []


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ('["everyone invited", "the family"], by', '["the family"], by', "to everyone invited and"),
        ('of = "record and plan"', 'of = "record"', "of record and plan"),
        ('who = ["team manager", "manager"]', 'who = ["manager"]', "who team manager and manager"),
        ('force = "must" },\n  { duty', 'force = "should" },\n  { duty', "force must"),
        ('who = ["senior practitioner", "team manager"]', 'who = ["team manager"]', "by senior practitioner"),
        (', decided_by = ["team manager"]', "", "another chair decided by team manager"),
        ('who = []', 'who = ["social worker"]', "nobody in particular"),
        ('having = ["early"], asks = []', 'having = ["early"], asks = ["Is it enough?"]', "nothing"),
        ('["Is it enough?", "Is it too much?"]', '["Is it enough?"]', "Is it too much?"),
        ('much?"], force = "must"', 'much?"], force = "should"', "must answer"),
    ],
)  # fmt: skip
def test_an_expectation_of_a_meeting_that_is_not_so_is_wrong(
    tmp_path: Path, right: str, wrong: str, found: str
) -> None:
    assert right in EXAMPLE
    (fault,) = faults_of(tmp_path, EXAMPLE.replace(right, wrong))
    assert "is wrong: expected " in fault.problem and fault.line == 1
    assert found in fault.problem.partition("; it comes to ")[2], fault.problem


@pytest.mark.parametrize(
    ("good", "bad", "word", "said"),
    [
        ('to = ["everyone invited"', 'to = ["everybody invited"', "everybody invited", "(to) is not a group"),
        ('who = ["reviewing', 'who = ["revewing', "revewing officer", "Did you mean 'reviewing officer'?"),
        ('decided_by = ["team', 'decided_by = ["tame', "tame manager", "(decided_by) is not a role"),
        ('by = "social worker"', 'by = "postman"', "postman", "(by) is not a role"),
        ('force = "must" },\n]', 'force = "shall" },\n]', "shall", "(force) is not a force"),
        ('having = ["early"]', 'having = ["erly"]', "erly", "(having) is not a property of a happening"),
        ('chair = "planning', 'chair = "planing', "planing meeting", "(chair) is not a meeting"),
        ('questions = "review", on = "Mon', 'questions = "revue", on = "Mon', "revue", "(questions) is not"),
        ('27", who = ["senior', '28", who = ["senior', "Monday 1 March 2028", "(on) is no day"),
        ('27", who = ["senior', '27", from = "x", who = ["senior', "from", "cannot be expected of a chair"),
        ('asks = [] },\n  { ques', 'asks = [], to = [] },\n  { ques', "to", "expected of questions"),
        ('who = []', "who = 3", "3", "(who) is neither a text nor a list of texts"),
        (', on = "Monday 1 March 2027", who', ", who", "on", "is missing: on which day"),
        ('{ chair = "review", on = "Monday', '{ of = "review", on = "Monday', "of", "says of nothing"),
    ],
)  # fmt: skip
def test_a_wrong_word_about_a_meeting_is_refused_at_its_line(
    tmp_path: Path, good: str, bad: str, word: str, said: str
) -> None:
    assert good in EXAMPLE
    text = EXAMPLE.replace(good, bad, 1)
    (fault,) = faults_of(tmp_path, text)
    assert (fault.word, said in str(fault)) == (word, True), str(fault)
    assert fault.line == EXAMPLE[: EXAMPLE.index(good)].count("\n") + 1
