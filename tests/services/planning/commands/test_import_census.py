"""A council's children come in from a census: each whole or not at all, twice the same, and never overdue
for what nobody can know."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from demo.census import census
from services.__main__ import main
from services.planning.adapters.baseline_file import read_baseline
from services.planning.adapters.census_file import BrokenFile
from services.planning.commands.import_baseline import import_baseline
from services.planning.commands.import_census import BATCH, OVERDUE, CannotImport, import_census
from services.planning.domain.child import Child
from tests.databases import rows_of
from tests.services.planning.commands.conftest import Office

AS_AT = date(2026, 12, 18)
_BEFORE = "DEMO000002"


def _file(folder: Path, children: int = 3, *changes: tuple[str, str]) -> Path:
    words = "".join(census(children, AS_AT))
    for was, now in changes:
        words = words.replace(was, now, 1)
    file = folder / "census.xml"
    file.write_text(words, "utf-8")
    return file


def _list(folder: Path, *rows: str) -> Path:
    file = folder / "dates.csv"
    file.write_text("\n".join(["reference,last meeting,last review,last visit", *rows, ""]), "utf-8")
    return file


def _child(office: Office, reference: str) -> Child:
    with office.desk.database.read() as read:
        return read.query(Child).filter_by(council_reference=reference).one()


def test_children_come_in_with_their_dates_and_nothing_is_overdue_that_nobody_knows(
    office: Office, tmp_path: Path
) -> None:
    outcome = import_census(office.desk, _file(tmp_path), AS_AT)
    assert (outcome.taken, outcome.refused) == (3, [])
    child = _child(office, _BEFORE)
    assert (child.known_from, child.name) == (AS_AT, f"Child {_BEFORE}")
    kinds = [happening.kind for happening in office.history(child.id).happenings]
    assert sorted(kinds) == ["assessment authorised", "assessment started", "plan agreed", "referral"]
    states = {state for _, state in outcome.duties}
    assert "not known" in states and OVERDUE not in states


def test_the_same_file_again_changes_no_row_and_says_nothing(office: Office, tmp_path: Path) -> None:
    file, rows = _file(tmp_path), read_baseline(_list(tmp_path, f"{_BEFORE},2026-12-01,,"), AS_AT)[0]
    import_census(office.desk, file, AS_AT, rows)
    before = list(rows_of(office.desk.database))
    outcome = import_census(office.desk, file, AS_AT, rows)
    assert (outcome.taken, outcome.changed, outcome.same) == (0, 0, 3)
    assert list(rows_of(office.desk.database)) == before


def test_a_trial_keeps_nothing(office: Office, tmp_path: Path) -> None:
    before = list(rows_of(office.desk.database))
    assert import_census(office.desk, _file(tmp_path), AS_AT, only_try=True).taken == 3
    assert list(rows_of(office.desk.database)) == before


def test_a_child_that_contradicts_itself_is_refused_whole_and_the_rest_comes_in(
    office: Office, tmp_path: Path
) -> None:
    file = _file(tmp_path, 3, ("<AssessmentAuthorisationDate>20", "<AssessmentAuthorisationDate>19"))
    outcome = import_census(office.desk, file, AS_AT)
    assert (outcome.taken, outcome.refused_children) == (2, 1)
    reference, fault = outcome.refused[0]
    assert reference == "DEMO000001" and fault.place == "AssessmentAuthorisationDate"
    assert "DEMO000001" not in "".join(rows_of(office.desk.database))


def _by_hand(folder: Path, **details: str) -> Path:
    """A census like those that councils' systems export, with stray words: a child for each reference."""
    children = "".join(
        f"<Child><ChildIdentifiers><LAchildID>{reference}</LAchildID><UPNunknown>UN3</UPNunknown>stray\n"
        f"<PersonBirthDate>2015-04-01</PersonBirthDate></ChildIdentifiers>\n{said}</Child>\n"
        for reference, said in details.items()
    )
    file = folder / "census.xml"
    file.write_text(f"<Message>\n<Header/><Children>\n{children}</Children></Message>", "utf-8")
    return file


def _need(referral: str, *more: tuple[str, str]) -> str:
    inside = "".join(f"<{name}>{value}</{name}>\n" for name, value in (("CINreferralDate", referral), *more))
    return f"<CINdetails>\n{inside}</CINdetails>\n"


def test_of_a_census_without_any_assessment_or_plan_nothing_is_known_and_nothing_overdue(
    office: Office, tmp_path: Path
) -> None:
    closed = ("CINclosureDate", "2024-06-11")
    file = _by_hand(
        tmp_path,
        OPEN1=_need("2023-07-13", closed, ("ReferralNFA", "false")) + _need("2025-02-03"),
        CLOSED1=_need("2023-07-13", closed, ("ReasonForClosure", "RC2"), ("ReferralNFA", "true")),
        AHEAD1=_need("2030-03-31"),
    )
    outcome = import_census(office.desk, file, AS_AT)
    assert (outcome.taken, [reference for reference, _ in outcome.refused]) == (2, ["AHEAD1"])
    assert "lies in the future" in str(outcome.refused[0][1])
    assert {state for _, state in outcome.duties} == {"not known"} and outcome.dated == []
    kinds = {h.kind for h in office.history(_child(office, "OPEN1").id).happenings}
    assert "referral" in kinds and not any("assessment" in kind for kind in kinds)


def test_an_assessment_authorised_eight_years_before_it_began_keeps_its_child_out_and_no_other(
    office: Office, tmp_path: Path
) -> None:
    began = ("AssessmentActualStartDate", "2026-04-28")
    ended = ("AssessmentAuthorisationDate", "2018-09-19")
    assessment = "".join(f"<{name}>{value}</{name}>\n" for name, value in (began, ended))
    file = _by_hand(
        tmp_path,
        BACKWARDS1=_need("2026-04-20", ("Assessments", assessment)),
        SOUND1=_need("2026-04-20", ("Assessments", assessment.replace("2018-09-19", "2026-06-19"))),
    )
    outcome = import_census(office.desk, file, AS_AT)
    assert (outcome.taken, outcome.refused_children) == (1, 1)
    ((reference, fault),) = outcome.refused
    assert (reference, fault.line, fault.place) == ("BACKWARDS1", 8, "AssessmentAuthorisationDate")
    assert "is earlier: AssessmentActualStartDate is Tuesday 28 April 2026" in str(fault)
    states = {state for _, state in outcome.duties}
    assert OVERDUE not in states and "not known" in states


def test_a_reference_that_stands_twice_is_taken_once(office: Office, tmp_path: Path) -> None:
    outcome = import_census(office.desk, _file(tmp_path, 2, ("DEMO000002", "DEMO000001")), AS_AT)
    assert (outcome.taken, outcome.refused_children) == (1, 1)
    assert "stands in line" in str(outcome.refused[0][1])


def test_a_file_that_breaks_off_keeps_no_child(office: Office, tmp_path: Path) -> None:
    before = list(rows_of(office.desk.database))
    with pytest.raises(BrokenFile, match="not well-formed"):
        import_census(office.desk, _file(tmp_path, 3, ("</Message>", "")), AS_AT)
    with pytest.raises(CannotImport, match="future"):
        import_census(office.desk, _file(tmp_path), date(2026, 12, 19))
    assert list(rows_of(office.desk.database)) == before


def test_a_later_census_ends_the_plan(office: Office, tmp_path: Path) -> None:
    import_census(office.desk, _file(tmp_path, 1), AS_AT)
    end = f"</CINPlanStartDate><CINPlanEndDate>{AS_AT}</CINPlanEndDate>"
    outcome = import_census(office.desk, _file(tmp_path, 1, ("</CINPlanStartDate>", end)), AS_AT)
    assert outcome.changed == 1
    kinds = {happening.kind for happening in office.history(_child(office, "DEMO000001").id).happenings}
    assert "plan ended" in kinds
    assert "PlanEnded" in [name for name, _ in office.said()]


def test_last_dates_start_the_clocks_and_a_wrong_row_is_left_out(office: Office, tmp_path: Path) -> None:
    import_census(office.desk, _file(tmp_path), AS_AT)
    rows, faults = read_baseline(
        _list(tmp_path, f"{_BEFORE},01/12/2026,,2026-12-02", "DEMO000003,2026-13-01,,", "NOBODY,,,"), AS_AT
    )
    entered = import_baseline(office.desk, rows.values())
    assert entered.changed == 1
    assert [str(fault)[:7] for fault in (*faults, *entered.faults)] == ["line 3,", "line 4,"]
    outcome = import_census(office.desk, _file(tmp_path), AS_AT)
    assert [(duty.reference, duty.due) for duty in outcome.dated] == [(_BEFORE, date(2027, 1, 12))]
    assert outcome.duties[outcome.dated[0].title, "not known"] == 2, "what waited stands there still"
    assert import_baseline(office.desk, rows.values()).changed == 0


def test_a_corrected_last_date_takes_the_place_of_the_first(office: Office, tmp_path: Path) -> None:
    import_census(office.desk, _file(tmp_path), AS_AT)
    for day in ("2026-12-01", "2026-11-02"):
        rows, _ = read_baseline(_list(tmp_path, f"{_BEFORE},{day},,"), AS_AT)
        import_baseline(office.desk, rows.values())
    held = office.history(_child(office, _BEFORE).id).happenings
    assert [one.on for one in held if one.kind == "progress meeting"] == [date(2026, 11, 2)]


def test_the_command_prints_what_is_due_and_no_personal_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIN_DATA", str(tmp_path))
    file = tmp_path / "census.xml"
    file.write_text("".join(census(2, date.today())), "utf-8")
    found = CliRunner().invoke(main, ["import-census", str(file), "--dry-run"])
    assert found.exit_code == 0, found.output
    assert "2 would be taken over" in found.output and "nothing was kept" in found.output
    assert "<" not in found.output and "Birth" not in found.output


def test_children_of_one_transaction_are_kept_or_refused_each_for_itself(
    office: Office, tmp_path: Path
) -> None:
    file = _file(tmp_path, BATCH + 5, ("<AssessmentAuthorisationDate>20", "<AssessmentAuthorisationDate>19"))
    told: list[tuple[int, int]] = []
    outcome = import_census(office.desk, file, AS_AT, progress=lambda *now: told.append(now))
    assert (outcome.taken, outcome.refused_children) == (BATCH + 4, 1)
    assert told[-1] == (BATCH + 5, BATCH + 5) and len(told) == BATCH + 5


def test_what_breaks_off_loses_one_transaction_at_most_and_again_finishes_it(
    office: Office, tmp_path: Path
) -> None:
    file = _file(tmp_path, BATCH + 5)

    def break_off(done: int, _: int) -> None:
        if done == BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_census(office.desk, file, AS_AT, progress=break_off)
    outcome = import_census(office.desk, file, AS_AT)
    assert (outcome.taken, outcome.same) == (5, BATCH)


def test_no_reference_and_no_date_of_birth_of_a_census_is_in_a_topic_or_a_log(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    file = _file(tmp_path, 3)
    import_census(office.desk, file, AS_AT)
    words = file.read_text("utf-8")
    secrets = set(re.findall(r"<(?:LAchildID|UPN|PersonBirthDate)>([^<]+)<", words))
    assert len(secrets) >= 6
    said = "".join(str(message) for message in office.said()) + caplog.text
    assert "ChildRegistered" in said
    assert [secret for secret in secrets if secret in said] == []
