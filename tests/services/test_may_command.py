"""`cin may` says yes or no of real rows, and why, without a name."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from services.__main__ import main
from services.planning.adapters import mapping
from services.planning.domain.child import Child
from services.planning.domain.guarding import Restriction
from services.planning.domain.opening import Opening
from services.planning.domain.staff import Staff
from tests.databases import SQLiteDatabases

assert mapping
DAY = date(2026, 11, 30)
May = Callable[..., Result]


@pytest.fixture
def may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> May:
    database = SQLiteDatabases(tmp_path).of("planning")
    with database.begin() as session:
        session.add_all(Staff(one, f"Name of {one}", "social worker") for one in ("amina", "owen"))
        session.add(Staff("martin", "Name of martin", "team manager"))
        for child in ("noor", "hidden"):
            session.add(Child(child, f"Child {child}", child, DAY, None, DAY, "amina", "East"))
        session.flush()
        session.add(Restriction("r", "hidden", ["martin"], "martin", DAY))
    database.close()
    monkeypatch.setenv("CIN_DATA", str(tmp_path))
    monkeypatch.setenv("CIN_DATABASE_PLANNING", f"sqlite:///{tmp_path}/planning.db")
    return lambda *words: CliRunner().invoke(main, ["may", *words])


@pytest.mark.parametrize(
    ("question", "code", "words"),
    [
        ("amina see_child child:noor", 0, "yes: the child is allocated to them"),
        ("amina end_plan child:noor", 1, "no: the child is allocated to them, and end_plan is not for"),
        ("owen see_child child:noor", 1, "no, not without giving a reason first: the child is outside"),
        ("owen break_glass child:noor", 0, "yes: the child is outside their caseload"),
        ("amina see_child child:hidden", 1, "no, and for them it is not there: the child is restricted and"),
        ("martin see_child child:hidden", 0, "yes: the child is restricted and they are named"),
        ("martin see_child child:nobody", 1, "no, and for them it is not there: there is no such child"),
        ("martin see_by_hand", 0, "yes: see_by_hand is for the role team manager"),
        ("service:records claim_copy circulation:1", 0, "yes: claim_copy is a claim of the service records"),
        (
            "service:records claim_recipient circulation:1",
            1,
            "no: claim_recipient is a claim of the service",
        ),
        ("nobody see_child child:noor", 2, "ACTOR is the id of a member of staff"),
        ("amina juggle child:noor", 2, "there is no act 'juggle'; there are: agree_plan"),
        ("amina see_child noor", 2, "THING is one of child:ID, meeting:ID"),
    ],
)
def test_it_answers_with_a_reason_and_an_exit_code(may: May, question: str, code: int, words: str) -> None:
    answer = may(*question.split())
    assert (answer.exit_code, words in answer.output) == (code, True), answer.output
    assert "Name of" not in answer.output and "Child " not in answer.output


def test_a_yes_through_an_opened_record_names_the_opening(may: May, tmp_path: Path) -> None:
    database = SQLiteDatabases(tmp_path).empty("planning")
    now = datetime.now(UTC)
    with database.begin() as session:
        session.add(Opening("o-1", "owen", "noor", "other", "why", DAY, now, now + timedelta(hours=8)))
    database.close()
    answer = may("owen", "see_child", "child:noor")
    assert answer.exit_code == 0 and "(opening o-1)" in answer.output


def test_without_tables_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIN_DATABASE_PLANNING", f"sqlite:///{tmp_path}/empty.db")
    answer = CliRunner().invoke(main, ["may", "amina", "see_child", "child:noor"])
    assert answer.exit_code == 2 and "cin database doctor says why" in answer.output
