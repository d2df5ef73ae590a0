"""Who is signed in where, and how that ends at once: by its owner, an administrator or the provider."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    String,
    Table,
    and_,
    delete,
    false,
    insert,
    or_,
    select,
)
from sqlalchemy.orm import Session

from plumbing.clocks import MachineClock
from plumbing.database import Database, Instant, take_turns
from plumbing.oidc.checking import REMEMBERED
from plumbing.web.sessions import ABSOLUTE, IDLE, SignedIn

_HEARD = "logout heard"


@dataclass(frozen=True)
class OpenSession:
    """One that lasts. `id` may be shown; the number in the browser's cookie is nowhere."""

    id: str
    owner: str
    began: datetime
    seen: datetime
    browser: str


def logout_table(metadata: MetaData) -> Table:
    """Hashes of the logout tokens that were heard, so that none works twice, and of what they ended."""
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

    def end_as_told(self, number: str, until: datetime, session: str, owner: str | None) -> int | None:
        """What a logout token ends: this session of the provider's, or all of an owner's where it names none.

        How many ended; None where the token was heard before: its number is remembered `until` it would be
        too old anyway. Both in one transaction: a token of which nothing came works when it is sent again.
        """
        heard, keys = self._heard.c, [_hash(number), *([_of_session(session)] if session else [])]
        if owner:
            keys.append(_of_owner(owner, "nameless" if session else "every"))
        with self._database.begin() as write:
            take_turns(write, _HEARD)
            write.execute(delete(self._heard).where(heard.until < self._clock.now()))
            if write.execute(select(heard.number).where(heard.number == keys[0])).first():
                return None
            write.execute(delete(self._heard).where(heard.number.in_(keys)))
            write.execute(insert(self._heard), [{"number": key, "until": until} for key in keys])
            return _dropped(write, self._table, self._meant(session, owner))

    def is_ended(self, session: Session, who: SignedIn) -> bool:
        """Whether the provider said that this is over, after it vouched for it and before it began here."""
        if who.vouched is None:
            return False
        named = who.provider_session
        keys = [_of_session(named) if named else _of_owner(who.owner, "nameless"), _of_owner(who.owner)]
        known = and_(self._heard.c.number.in_(keys), self._heard.c.until >= who.vouched + REMEMBERED)
        return session.execute(select(self._heard.c.number).where(known)).first() is not None

    def may_begin(self, write: Session, who: SignedIn) -> bool:
        """The same, where the session is put down: a logout looks for it before, or finds it after."""
        take_turns(write, _HEARD)
        return not self.is_ended(write, who)

    def _meant(self, session: str, owner: str | None) -> ColumnElement[bool]:
        """A session of which the provider never said its own name may be the one that it means."""
        theirs = self._table.c.owner == owner if owner else false()
        if not session:
            return theirs
        return or_(
            self._table.c.provider_session == session, and_(theirs, self._table.c.provider_session.is_(None))
        )

    def _found(self, which: ColumnElement[bool]) -> Sequence[OpenSession]:
        now, table = self._clock.now(), self._table
        lasting = (table.c.seen >= now - IDLE, table.c.began >= now - ABSOLUTE)
        with self._database.read() as read:
            rows = read.execute(select(table).where(which, *lasting).order_by(table.c.seen.desc())).all()
        return [OpenSession(row.id, row.owner, row.began, row.seen, row.browser or "") for row in rows]

    def _drop(self, *which: ColumnElement[bool]) -> int:
        with self._database.begin() as write:
            return _dropped(write, self._table, *which)


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _of_session(session: str) -> str:
    return _hash(f"session\n{session}")


def _of_owner(owner: str, which: str = "every") -> str:
    return _hash(f"{which} session of\n{owner}")


def _dropped(write: Session, table: Table, *which: ColumnElement[bool]) -> int:
    return int(write.execute(delete(table).where(*which)).rowcount)  # type: ignore[attr-defined]  # a delete's result has it
