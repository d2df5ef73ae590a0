"""One of several may be active: a row that says who, and until when by the machine clock.

Where the holder was a process of this machine that was killed, the lease is free at once.
"""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import CursorResult, Table, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plumbing.clocks import MachineClock
from plumbing.database import Database
from plumbing.processes import has_ended, this_process


class Lease:
    """`hold()` writes only when less than half of the lease is left."""

    def __init__(self, database: Database, table: Table, name: str, seconds: float = 10.0) -> None:
        self._database = database
        self._table = table
        self._name = name
        self._length = timedelta(seconds=seconds)
        self._holder = f"{uuid4().hex[:6]}.{this_process()}"
        self._machine = MachineClock()
        self._until = self._machine.now() - self._length

    def hold(self) -> bool:
        """Whether this one is the active one for at least half a lease from now."""
        if self._machine.now() + self._length / 2 < self._until:
            return True
        try:
            with self._database.begin() as session:
                return self._claim(session)
        except IntegrityError:  # another made the row in the same moment
            return False

    def release(self) -> None:
        """Let the next one have it at once."""
        now = self._machine.now()
        mine = (self._table.c.name == self._name) & (self._table.c.holder == self._holder)
        with self._database.begin() as session:
            session.execute(update(self._table).where(mine).values(expires=now))
        self._until = now

    def _claim(self, session: Session) -> bool:
        now = self._machine.now()
        columns = self._table.c
        row = session.execute(select(columns.holder).where(columns.name == self._name)).first()
        gone = [row.holder] if row and has_ended(row.holder.partition(".")[2]) else []
        free = or_(columns.holder.in_([self._holder, *gone]), columns.expires <= now)
        values = {"holder": self._holder, "expires": now + self._length}
        result = session.execute(update(self._table).where(columns.name == self._name, free).values(**values))
        assert isinstance(result, CursorResult)
        if not result.rowcount:
            if row:
                return False
            session.execute(insert(self._table).values(name=self._name, **values))
        self._until = now + self._length
        return True
