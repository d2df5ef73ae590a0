"""A command and the entry of who did it are one transaction: both are kept, or neither."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cin.v1.access_pb2 import AccessNoted
from cin.v1.alarm_pb2 import DutyOverdue
from sqlalchemy import select

from plumbing.accesses import Accesses, NotNoted
from services.planning.adapters import tables
from services.planning.adapters.duties import duties_of
from services.planning.commands.change_contact import change_contact, protect_value
from services.planning.commands.desk import Acting
from services.planning.commands.import_census import import_census
from services.planning.commands.reckon_everybody import reckon_everybody
from services.planning.commands.record_event import CannotRecord
from services.planning.commands.record_visit import record_visit
from services.planning.commands.register_child import register_child
from services.planning.worker.handlers import handlers
from tests.databases import rows_of
from tests.services.planning.commands.conftest import Office
from tests.services.planning.commands.test_import_census import AS_AT, _file

TODAY = date(2026, 12, 18)


def _entries(office: Office, since: int = 0) -> list[Any]:
    with office.desk.database.read() as read:
        rows = read.execute(select(tables.access_entry).order_by(tables.access_entry.c.at)).all()
    return list(rows)[since:]


def _whose(office: Office, since: int) -> list[tuple[str, str, str]]:
    return sorted((row.who, row.action, row.subject) for row in _entries(office, since))


def test_an_entry_says_who_did_what_to_whom_and_under_which_leave(office: Office) -> None:
    before = len(_entries(office))
    acting = Acting("amina", "child", office.noor, (office.noor,), "leave-1")
    record_visit(replace(office.desk, acting=acting), office.noor, TODAY, True, "", "amina")
    (row,) = _entries(office, before)
    assert (row.who, row.action, row.how) == ("amina", "record_visit", "write")
    assert (row.kind, row.thing, row.subject, row.grant) == ("child", office.noor, office.noor, "leave-1")
    assert row.on == TODAY and acting.acts == ["record_visit"]


def test_it_is_announced_with_its_id_and_without_what_was_written(office: Office) -> None:
    record_visit(office.desk, office.noor, TODAY, True, "the mother was out", "amina")
    row = _entries(office)[-1]
    with office.desk.database.read() as read:
        outbox = tables.plumbing.outbox.c
        query = select(outbox.payload, outbox.key).where(outbox.topic == "cin.access.v1")
        payload, key = read.execute(query.order_by(outbox.id.desc())).first() or (b"", "")
    said = AccessNoted.FromString(payload)
    assert [(one.entry, one.subject) for one in said.entries] == [(row.id, office.noor)]
    assert (said.who, said.action, said.how, said.on) == ("planning", "record_visit", "write", "2026-12-18")
    assert key == "planning" and b"mother" not in payload


def test_a_refused_act_leaves_no_entry(office: Office) -> None:
    before = len(_entries(office))
    with pytest.raises(CannotRecord):
        record_visit(office.desk, office.noor, date(2027, 1, 1), True, "", "amina")
    assert len(_entries(office)) == before


def test_without_its_entry_nothing_of_an_act_is_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(rows_of(office.desk.database))
    keep = Accesses._row
    monkeypatch.setattr(Accesses, "_row", lambda *given: keep(*given) | {"who": None})
    with pytest.raises(NotNoted):
        record_visit(office.desk, office.noor, TODAY, True, "", "amina")
    with pytest.raises(NotNoted):
        register_child(office.desk, name="Kit", council_reference="K", born_on=TODAY, expected_on=None)
    assert sorted(rows_of(office.desk.database)) == before


def test_whoever_stands_around_several_children_is_part_of_each_ones_record(office: Office) -> None:
    before = len(_entries(office))
    reach = {"mail": "", "phone": "1", "address": "", "mail_safe": True, "post_safe": True}
    change_contact(office.desk, office.mother, **reach, by="amina")
    protect_value(office.desk, office.noor, "school", "Rowan Lane", [])
    assert _whose(office, before) == sorted(
        [
            ("planning", "change_contact", office.noor),
            ("planning", "change_contact", office.sami),
            ("planning", "protect_value", office.noor),
        ]
    )


def test_what_the_product_does_by_itself_is_noted_as_its_own(office: Office) -> None:
    office.assessed(TODAY)
    with office.desk.database.read() as read:
        duty = duties_of(read, office.noor)[0]
    before = len(_entries(office))
    handle = handlers(office.desk)[DutyOverdue]
    with office.desk.database.begin() as session:
        handle(session, DutyOverdue(duty=duty.id, on="2026-12-18"), None)  # type: ignore[arg-type]  # unread
        handle(session, DutyOverdue(duty="gone", on="2026-12-18"), None)  # type: ignore[arg-type]  # unread
    assert _whose(office, before) == [("planning", "note_overdue", office.noor)]


def test_a_take_over_notes_each_child_once_and_a_trial_or_a_second_time_none(
    office: Office, tmp_path: Path
) -> None:
    before = len(_entries(office))
    import_census(office.desk, _file(tmp_path), AS_AT, only_try=True)
    assert len(_entries(office)) == before
    import_census(office.desk, _file(tmp_path), AS_AT)
    taken = _whose(office, before)
    assert [one[:2] for one in taken] == [("planning", "take_over_child")] * 3
    assert len({one[2] for one in taken}) == 3
    import_census(office.desk, _file(tmp_path), AS_AT)
    assert _whose(office, before) == taken


def test_reckoning_everybody_notes_only_whose_dates_moved(office: Office) -> None:
    office.assessed(TODAY)
    with office.desk.database.begin() as session:
        session.execute(tables.duty.delete())  # as if another edition had reckoned nothing
    before = len(_entries(office))
    reckon_everybody(office.desk, lambda: True)
    noted = _whose(office, before)
    assert noted == sorted(("planning", "reckon_everybody", one) for one in (office.noor, office.sami))
    with office.desk.database.begin() as session:
        session.execute(tables.reckoned_by.delete())
    reckon_everybody(office.desk, lambda: True)
    assert _whose(office, before) == noted
