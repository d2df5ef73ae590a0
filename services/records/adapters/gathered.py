"""What every service said about who saw or changed what of a child: kept once each, read newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from plumbing.database import put_once
from services.records.adapters.tables import gathered_access

PAGE = 50
"""Entries of one page."""


@dataclass(frozen=True)
class Wanted:
    """Which of a child's entries: of one person or service, of some days; empty: all."""

    child: str
    who: str = ""
    since: date | None = None
    until: date | None = None


def keep_accesses(session: Session, entries: Sequence[dict[str, Any]]) -> None:
    """An entry that was heard before stays as it is."""
    if entries:
        put_once(session, gathered_access, entries)


def is_gathered(session: Session, child: str) -> bool:
    """Whether there is any entry about the child."""
    table = gathered_access.c
    return session.scalar(select(table.id).where(table.subject == child).limit(1)) is not None


def newest_accesses(session: Session, wanted: Wanted, page: int) -> tuple[Sequence[Row[Any]], bool]:
    """One page, the first is 1, and whether there is another."""
    query = _query(wanted).offset((page - 1) * PAGE).limit(PAGE + 1)
    found = session.execute(query).all()
    return found[:PAGE], len(found) > PAGE


def all_accesses(session: Session, wanted: Wanted) -> Sequence[Row[Any]]:
    return session.execute(_query(wanted)).all()


def who_looked(session: Session, child: str) -> Sequence[str]:
    """Everybody of whom there is an entry about the child."""
    table = gathered_access.c
    return session.scalars(
        select(table.who).where(table.subject == child).distinct().order_by(table.who)
    ).all()


def _query(wanted: Wanted) -> Select[Any]:
    table = gathered_access.c
    query = select(gathered_access).where(table.subject == wanted.child)
    if wanted.who:
        query = query.where(table.who == wanted.who)
    if wanted.since:
        query = query.where(table.on >= wanted.since)
    if wanted.until:
        query = query.where(table.on <= wanted.until)
    return query.order_by(table.at.desc(), table.id.desc())
