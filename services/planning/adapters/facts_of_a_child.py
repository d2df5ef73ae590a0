"""Reads what is kept of one child beside its meetings and plans: allocations, visits, transfer, overrides."""

from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from sqlalchemy import ScalarResult, Select, Table, bindparam, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.domain import vocabulary as words
from services.planning.domain.child import (
    Allocation,
    Override,
    RecordedCircumstance,
    RecordedEvent,
    Transfer,
    Visit,
)
from services.planning.domain.history import Approved, Circumstance, Happening
from services.planning.domain.span import the_day_before

T = TypeVar("T")


def as_they_are(session: Session, query: Select[T], **values: object) -> ScalarResult[T]:
    """Fresh from the database: what this session read before it waited for a lock may be old by now."""
    return session.scalars(query, values, execution_options={"populate_existing": True})


@cache  # made once: a child's duties are reckoned from a dozen of these, many times a day
def of_child(kind: type[T], table: Table, *order: str) -> Select[T]:
    """All of a kind that belong to `child`, in the order of these columns."""
    query = select(kind).where(table.c.child == bindparam("child"))
    return query.order_by(*(table.c[column] for column in order))


def allocations_of(session: Session, child: str) -> list[Allocation]:
    """In order of their days, of which each has at most one."""
    return list(as_they_are(session, of_child(Allocation, tables.allocation, "on"), child=child))


def teams_of(session: Session) -> set[str]:
    """Every team that has had a child."""
    return set(session.scalars(select(tables.allocation.c.team).where(tables.allocation.c.team != "")))


def visits_of(session: Session, child: str) -> list[Visit]:
    """Earliest first."""
    return list(as_they_are(session, of_child(Visit, tables.visit, "on", "id"), child=child))


def events_of(session: Session, child: str) -> list[RecordedEvent]:
    """Earliest first."""
    query = of_child(RecordedEvent, tables.recorded_event, "on", "id")
    return list(as_they_are(session, query, child=child))


def transfer_of(session: Session, child: str) -> Transfer | None:
    return as_they_are(session, of_child(Transfer, tables.transfer), child=child).first()


def overrides_of(session: Session, child: str) -> list[Override]:
    return list(as_they_are(session, of_child(Override, tables.override, "since", "id"), child=child))


def recorded_circumstances_of(session: Session, child: str) -> list[RecordedCircumstance]:
    """Those that somebody recorded; a team that holds the child is another."""
    query = of_child(RecordedCircumstance, tables.recorded_circumstance, "since", "id")
    return list(as_they_are(session, query, child=child))


def happenings_beside_meetings(
    session: Session, child: str, allocations: list[Allocation]
) -> Iterator[Happening]:
    for given in allocations:
        yield Happening(given.id, words.ALLOCATED, given.on)
    for visit in visits_of(session, child):
        yield Happening(visit.id, words.VISIT, visit.on, {words.CHILD_SEEN: visit.seen})
    transfer = transfer_of(session, child)
    if transfer is not None:
        steps = {
            words.RESIDENT_HERE: transfer.resident_on,
            words.FIRST_TOLD: transfer.told_on,
            words.FORMALLY_NOTIFIED: transfer.notified_on,
        }
        for kind, day in steps.items():
            if day:
                yield Happening(f"{transfer.id}/{kind.rpartition(' ')[2]}", kind, day)


def circumstances_of(session: Session, child: str, allocations: list[Allocation]) -> tuple[Circumstance, ...]:
    """What was recorded, and each team for as long as it held the child."""
    recorded = (Circumstance(c.kind, c.since, c.until) for c in recorded_circumstances_of(session, child))
    return (*recorded, *_teams(allocations))


def approvals_of(session: Session, child: str) -> tuple[Approved, ...]:
    return tuple(
        Approved(one.rule, one.span, one.role, one.since, one.until) for one in overrides_of(session, child)
    )


def _teams(allocations: list[Allocation]) -> Iterator[Circumstance]:
    """Consecutive allocations in one team are one circumstance."""
    team, since = "", None
    for given in allocations:
        if given.team == team:
            continue
        if team and since:
            yield Circumstance(team, since, the_day_before(given.on))
        team, since = given.team, given.on
    if team and since:
        yield Circumstance(team, since)
