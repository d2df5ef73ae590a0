"""Enters the last meeting, review and visit of children who were taken over, from a list of the council's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from services.planning.adapters import tables
from services.planning.adapters.baseline_file import BaselineRow
from services.planning.adapters.facts_of_a_child import visits_of
from services.planning.adapters.histories import history_of
from services.planning.commands.desk import Desk, find_to_change
from services.planning.commands.entries_of_a_child import Entries
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.census import BASELINE, Fault
from services.planning.domain.child import Child, RecordedEvent
from services.planning.domain.vocabulary import PROGRESS_MEETING, REVIEW, VISIT

_REASON = "The last one before the take-over, from the council's list"


@dataclass(frozen=True)
class Entered:
    """How many rows added something, how many were on record already, and what was wrong with the rest."""

    changed: int
    same: int
    faults: tuple[Fault, ...]


def import_baseline(desk: Desk, rows: Iterable[BaselineRow]) -> Entered:
    """Each row in a transaction of its own."""
    changed = same = 0
    faults = []
    for row in rows:
        found = _import_row(desk, row)
        if isinstance(found, Fault):
            faults.append(found)
        elif found:
            changed += 1
        else:
            same += 1
    return Entered(changed, same, tuple(faults))


def _import_row(desk: Desk, row: BaselineRow) -> bool | Fault:
    with desk.database.begin() as session:
        query = select(tables.child.c.id).where(tables.child.c.council_reference == row.reference)
        known = session.scalars(query).first()
        if known is None:
            says = f"no child has the reference {row.reference[:40]!r} here; correct it, or import its census"
            return row.fault("reference", says)
        entries = Entries(desk, session, find_to_change(session, Child, known))
        enter_baseline(entries, row)
        changed = entries.any
        entries.put()
        changed = bool(reckon_duties(desk, session, known)) or changed
        if changed:
            desk.note(session, "import_baseline", known)
        return changed


def enter_baseline(entries: Entries, row: BaselineRow) -> None:
    """A date that an earlier list gave for the same thing is corrected; an empty cell changes nothing."""
    if row.meeting:
        _enter_meeting(entries, PROGRESS_MEETING, row.meeting)
    if row.review:
        _enter_meeting(entries, REVIEW, row.review)
    if row.visit and not _is_known(entries, VISIT, row.visit):
        visits = visits_of(entries.session, entries.child.id)
        earlier = next((visit for visit in visits if visit.author == BASELINE), None)
        if earlier:
            entries.move(earlier, row.visit)
        else:
            entries.visit(row.visit, _REASON, BASELINE)


def _enter_meeting(entries: Entries, kind: str, on: date) -> None:
    if _is_known(entries, kind, on):
        return
    table = tables.recorded_event.c
    query = select(RecordedEvent).where(table.child == entries.child.id, table.author == BASELINE)
    earlier = entries.session.scalars(query.where(table.kind == kind)).first()
    if earlier:
        entries.move(earlier, on)
    else:
        entries.event(kind, on, _REASON, BASELINE)


def _is_known(entries: Entries, kind: str, on: date) -> bool:
    entries.session.flush()
    happenings = history_of(entries.session, entries.child.id).happenings
    return any(happening.kind == kind and happening.on == on for happening in happenings)
