"""Reads what is kept of one child beside its meetings and plans: allocations, visits, transfer, overrides."""

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import ScalarResult, Select, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.domain import vocabulary as words
from services.planning.domain.child import Allocation, Override, RecordedCircumstance, Transfer, Visit
from services.planning.domain.history import Approved, Circumstance, Happening
from services.planning.domain.span import the_day_before

T = TypeVar("T")


def as_they_are(session: Session, query: Select[T]) -> ScalarResult[T]:
    """Fresh from the database: what this session read before it waited for a lock may be old by now."""
    return session.scalars(query, execution_options={"populate_existing": True})


def allocations_of(session: Session, child: str) -> list[Allocation]:
    """In order of their days, of which each has at most one."""
    query = select(Allocation).where(tables.allocation.c.child == child)
    return list(as_they_are(session, query.order_by(tables.allocation.c.on)))


def teams_of(session: Session) -> set[str]:
    """Every team that has had a child."""
    return set(session.scalars(select(tables.allocation.c.team).where(tables.allocation.c.team != "")))


def visits_of(session: Session, child: str) -> list[Visit]:
    """Earliest first."""
    query = select(Visit).where(tables.visit.c.child == child)
    return list(as_they_are(session, query.order_by(tables.visit.c.on, tables.visit.c.id)))


def transfer_of(session: Session, child: str) -> Transfer | None:
    return as_they_are(session, select(Transfer).where(tables.transfer.c.child == child)).first()


def overrides_of(session: Session, child: str) -> list[Override]:
    query = select(Override).where(tables.override.c.child == child)
    return list(as_they_are(session, query.order_by(tables.override.c.since, tables.override.c.id)))


def recorded_circumstances_of(session: Session, child: str) -> list[RecordedCircumstance]:
    """Those that somebody recorded; a team that holds the child is another."""
    table = tables.recorded_circumstance.c
    query = select(RecordedCircumstance).where(table.child == child).order_by(table.since, table.id)
    return list(as_they_are(session, query))


def happenings_beside_meetings(session: Session, child: str) -> Iterator[Happening]:
    for given in allocations_of(session, child):
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


def circumstances_of(session: Session, child: str) -> tuple[Circumstance, ...]:
    """What was recorded, and each team for as long as it held the child."""
    recorded = (Circumstance(c.kind, c.since, c.until) for c in recorded_circumstances_of(session, child))
    return (*recorded, *_teams(allocations_of(session, child)))


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
