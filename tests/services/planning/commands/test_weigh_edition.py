"""A new edition is weighed on the children on record: both engines, and not a row is another afterwards."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from plumbing.settings import Settings
from services.__main__ import main
from services.planning.commands.allocate_child import allocate_child
from services.planning.commands.weigh_edition import CannotWeigh, Shift, scales, weigh_edition
from services.planning.procedures.council import PROCEDURES
from services.planning.procedures.edition import Edition
from services.planning.procedures.reader import read_edition
from services.procedure_whatif import _progress
from tests.cast import AMINA
from tests.databases import Databases, rows_of
from tests.services.planning.commands.conftest import Office

AUTHORISED, MONTH, THREE_WEEKS = date(2026, 11, 30), date(2026, 12, 30), date(2026, 12, 21)
TAKES_OVER = date(2026, 12, 23)
VISIT = """
[[timescale]]
for    = "visit"
within = "4 weeks"
of     = "assessment authorised"
by     = "social worker"
at     = "6"
ids    = ["NC5"]
says   = "The child is seen."
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Newcastle's edition with other words, in force from another day."""

    def written(*changes: tuple[str, str], in_force: date = TAKES_OVER, more: str = "") -> Path:
        text = (PROCEDURES / "newcastle" / "2014-09-01.toml").read_text(encoding="utf-8")
        for good, bad in (("2014-09-01", str(in_force)), ('"September 2014"', '"Draft"'), *changes):
            assert good in text
            text = text.replace(good, bad, 1)
        path = tmp_path / "draft.toml"
        path.write_text(text + more, encoding="utf-8")
        return path

    return written


SHORTER = ('within         = "1 month"', 'within = "3 weeks"')


def found(office: Office, edition: Edition, **how: object) -> list[Shift]:
    weighed = scales(office.desk.procedure, edition, **how)  # type: ignore[arg-type]  # a test's few words
    return list(weigh_edition(office.desk.database, weighed))


def test_running_clocks_keep_their_edition(office: Office, write: Write) -> None:
    office.assessed(AUTHORISED)
    assert found(office, read_edition(write(SHORTER))) == []


def test_where_they_move_each_childs_old_and_new_date_is_told(office: Office, write: Write) -> None:
    office.assessed(AUTHORISED)
    shifts = found(office, read_edition(write(SHORTER)), move_running=True)
    assert [(one.reference, one.duty, one.way, one.was, one.now, one.overdue) for one in shifts] == [
        ("Noor", "planning meeting", "earlier", MONTH, THREE_WEEKS, True),
        ("Sami", "planning meeting", "earlier", MONTH, THREE_WEEKS, True),
    ]
    longer = read_edition(write(("1 month", "6 weeks")))
    assert {(one.way, one.now, one.overdue) for one in found(office, longer, move_running=True)} == {
        ("later", date(2027, 1, 11), False)
    }


def test_a_clause_that_moves_running_clocks_of_its_own_needs_no_option(office: Office, write: Write) -> None:
    office.assessed(AUTHORISED)
    moves = (SHORTER[0], f"{SHORTER[1]}\nmoves_running = true")
    assert len(found(office, read_edition(write(moves)))) == 2


def test_a_new_clause_opens_and_a_condition_drops(office: Office, write: Write) -> None:
    office.assessed(AUTHORISED)
    team = "Initial Response Service"
    allocate_child(office.desk, office.noor, AMINA.id, team, by=AMINA.id, on=AUTHORISED)
    only_there = (SHORTER[0], f'{SHORTER[0]}\nwhen = ["Initial Response Service"]')
    shifts = found(office, read_edition(write(only_there, more=VISIT)), move_running=True)
    assert [(one.reference, one.duty, one.way, one.was, one.now) for one in shifts] == [
        ("Noor", "visit", "opened", None, date(2026, 12, 28)),
        ("Sami", "visit", "opened", None, date(2026, 12, 28)),
        ("Sami", "planning meeting", "dropped", MONTH, None),
    ]


def test_as_at_a_later_day_what_is_late_by_then_either_way_is_not_newly_late(
    office: Office, write: Write
) -> None:
    office.assessed(AUTHORISED)
    shifts = found(office, read_edition(write(SHORTER)), move_running=True, on=date(2027, 1, 4))
    assert [one.overdue for one in shifts] == [False, False]


@pytest.mark.parametrize(
    ("in_force", "on", "said"),
    [
        (TAKES_OVER, date(2026, 12, 22), "Tuesday 22 December 2026 is before the edition: its file says"),
        (date(2014, 9, 1), None, "itself comes into force on Monday 1 September 2014: name a later day"),
        (date(2010, 1, 1), date(2012, 1, 1), "itself comes into force on Monday 1 September 2014"),
    ],
)
def test_a_day_on_which_it_cannot_take_over_is_refused(
    office: Office, write: Write, in_force: date, on: date | None, said: str
) -> None:
    with pytest.raises(CannotWeigh, match=said):
        scales(office.desk.procedure, read_edition(write(in_force=in_force)), on)


def test_the_councils_only_edition_cannot_be_weighed_against_nothing(office: Office) -> None:
    with pytest.raises(CannotWeigh, match="only edition: there is nothing to compare it with"):
        scales(office.desk.procedure, office.desk.procedure.editions[0])


def test_how_far_it_is_told(office: Office, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.planning.commands.weigh_edition._AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    weighed = scales(office.desk.procedure, read_edition(write(SHORTER)))
    list(weigh_edition(office.desk.database, weighed, lambda done, children: told.append((done, children))))
    assert told == [(2, 3), (3, 3)]


def test_progress_is_printed_aside_and_only_where_there_are_many(capsys: pytest.CaptureFixture[str]) -> None:
    for done, children in ((3, 3), (200, 1_200), (1_000, 1_200), (1_200, 1_200)):
        _progress(done, children)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "1,000 of 1,200 children\n1,200 of 1,200 children\n")


@pytest.fixture
def cin(office: Office, tmp_path: Path, databases: Databases) -> Callable[..., tuple[int, str]]:
    url = office.desk.database.url

    def run(*words: str) -> tuple[int, str]:
        env = {"CIN_DATA": str(tmp_path), "CIN_DATABASE_PLANNING": url}
        result = CliRunner(env=env).invoke(main, ["procedure", "whatif", *words], catch_exceptions=False)
        return result.exit_code, result.output

    return run


def test_the_command_counts_lists_and_leaves_every_row_as_it_was(
    office: Office, write: Write, cin: Callable[..., tuple[int, str]], caplog: pytest.LogCaptureFixture
) -> None:
    office.assessed(AUTHORISED)
    before = list(rows_of(office.desk.database))
    code, said = cin(str(write(SHORTER)), "--move-running")
    assert code == 0 and said.splitlines()[3:] == [
        "",
        "                  earlier  later  opened  dropped  newly overdue",
        "planning meeting        2      0       0        0              2",
        "together                2      0       0        0              2",
        "",
        "2 of 3 children would have another date.",
        "Nothing was changed.",
    ]
    code, listed = cin(str(write(SHORTER)), "--move-running", "--list")
    assert code == 0 and listed.splitlines()[-4:] == [
        "Personal data: council references of children. Keep this list as you keep their records.",
        *(
            f"{child}: planning meeting: Wednesday 30 December 2026 → Monday 21 December 2026, "
            "overdue at once (Newcastle 1.2)"
            for child in ("Noor", "Sami")
        ),
        "Nothing was changed.",
    ]
    assert list(rows_of(office.desk.database)) == before and len(before) > 20
    assert "Noor" not in said and "Noor" not in caplog.text


def test_the_file_of_the_database_is_byte_for_byte_the_same(tmp_path: Path, write: Write) -> None:
    settings = Settings({"CIN_DATA": str(tmp_path)})
    env = {"CIN_DATA": str(tmp_path)}
    assert CliRunner(env=env).invoke(main, ["migrate"]).exit_code == 0
    file = tmp_path / "planning.db"
    before = file.read_bytes()
    result = CliRunner(env=env).invoke(main, ["procedure", "whatif", str(write(SHORTER))])
    assert "0 children are on record: no duty of any would be another." in result.output, settings.database(
        "planning"
    )
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--on", "2026-12-22"], "is before the edition"),
        (["--on", "tomorrow"], "--on tomorrow: there is no such day; write it like 2027-09-01"),
        (["--council", "atlantis"], "'atlantis' is no council"),
    ],
)
def test_what_cannot_be_tried_is_one_line_and_ends_with_1(
    write: Write, cin: Callable[..., tuple[int, str]], words: list[str], said: str
) -> None:
    code, output = cin(str(write(SHORTER)), *words)
    assert code == 1 and said in output and output.count("\n") == 1


def test_a_file_with_a_fault_is_refused_with_its_line(
    write: Write, cin: Callable[..., tuple[int, str]]
) -> None:
    code, said = cin(str(write(("1 month", "1 mnth"))))
    assert code == 1 and "'mnth' (within)" in said


def test_where_there_is_no_database_none_is_made(write: Write, tmp_path: Path) -> None:
    env = {"CIN_DATA": str(tmp_path / "elsewhere")}
    result = CliRunner(env=env).invoke(main, ["procedure", "whatif", str(write(SHORTER))])
    assert result.exit_code == 1 and "planning has no database here yet" in result.output
    assert not (tmp_path / "elsewhere").exists()
