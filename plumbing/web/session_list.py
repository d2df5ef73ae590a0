"""Who is signed in where, and how that ends at once: by its owner, an administrator or the provider."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, MetaData, String, Table, delete, insert, or_, select

from plumbing.clocks import MachineClock
from plumbing.database import Database, Instant, take_turns
from plumbing.web.sessions import ABSOLUTE, IDLE


@dataclass(frozen=True)
class OpenSession:
    """One that lasts. `id` may be shown; the number in the browser's cookie is nowhere."""

    id: str
    owner: str
    began: datetime
    seen: datetime
    browser: str


def logout_table(metadata: MetaData) -> Table:
    """The numbers of logout tokens that were heard, so that none works twice."""
    return Table(
        "logout_heard",
        metadata,
        Column("number", String(64), primary_key=True),
        Column("until", Instant, nullable=False, index=True),
    )


class SessionList:
    """Every look and every end goes to the database: what is ended is dead everywhere at its next page."""

    def __init__(
        self, database: Database, table: Table, heard: Table, clock: MachineClock | None = None
    ) -> None:
        self._database = database
        self._table = table
        self._heard = heard
        self._clock = clock or MachineClock()

    def of(self, owner: str) -> Sequence[OpenSession]:
        return self._found(self._table.c.owner == owner)

    def everybody(self) -> Sequence[OpenSession]:
        return self._found(self._table.c.owner.is_not(None))

    def end(self, identity: str, owner: str) -> int:
        """One of this owner's; returns how many ended, 0 where there is none such."""
        return self._drop(self._table.c.id == identity, self._table.c.owner == owner)

    def end_all(self, owner: str, but: str | None = None) -> int:
        """`but`: the id of one that goes on."""
        others = or_(self._table.c.id.is_(None), self._table.c.id != (but or ""))
        return self._drop(self._table.c.owner == owner, others)

    def end_of_provider(self, provider_session: str) -> int:
        return self._drop(self._table.c.provider_session == provider_session)

    def hear(self, number: str, until: datetime) -> bool:
        """Whether this logout token is new; it is remembered `until` it would be too old anyway."""
        hashed, now = hashlib.sha256(number.encode()).hexdigest(), self._clock.now()
        with self._database.begin() as write:
            take_turns(write, "logout heard")
            write.execute(delete(self._heard).where(self._heard.c.until < now))
            if write.execute(select(self._heard).where(self._heard.c.number == hashed)).first():
                return False
            write.execute(insert(self._heard).values(number=hashed, until=until))
        return True

    def _found(self, which: ColumnElement[bool]) -> Sequence[OpenSession]:
        now, table = self._clock.now(), self._table
        lasting = (table.c.seen >= now - IDLE, table.c.began >= now - ABSOLUTE)
        with self._database.read() as read:
            rows = read.execute(select(table).where(which, *lasting).order_by(table.c.seen.desc())).all()
        return [OpenSession(row.id, row.owner, row.began, row.seen, row.browser or "") for row in rows]

    def _drop(self, *which: ColumnElement[bool]) -> int:
        with self._database.begin() as write:
            return int(write.execute(delete(self._table).where(*which)).rowcount)  # type: ignore[attr-defined]  # a delete's result has it
