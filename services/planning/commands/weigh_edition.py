"""What another edition of the procedure would change for every child: reads, and changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select, text

from plumbing.database import Database
from services.planning.adapters import tables
from services.planning.adapters.histories import history_of
from services.planning.domain.child import Child
from services.planning.domain.duty import OPEN, Duty, is_overdue
from services.planning.domain.history import History
from services.planning.domain.wording import spoken
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import Council
from services.planning.procedures.edition import Edition
from services.planning.procedures.reckoning import reckon

EARLIER, LATER, OPENED, NO_LONGER = WAYS = ("earlier", "later", "opened", "dropped")
_AT_ONCE = 200
"""Children of one look into the database: a longer one would keep dead rows alive for everybody."""


class CannotWeigh(Exception):
    """The edition cannot take over on that day; the words say why and what would do."""


@dataclass(frozen=True)
class Shift:
    """One duty that would be another under the new edition. `overdue`: it would be late at once."""

    reference: str
    duty: str
    way: str
    was: date | None
    now: date | None
    clause: str
    overdue: bool = False


@dataclass(frozen=True)
class Scales:
    """The council without the edition and with it, on the day on which it takes over."""

    before: Council
    after: Council
    on: date


def scales(council: Council, edition: Edition, on: date | None = None, move_running: bool = False) -> Scales:
    """Raises CannotWeigh. `move_running`: clocks that run on that day go over to the new edition."""
    day = on or edition.in_force
    others = tuple(one for one in council.editions if one.sha256 != edition.sha256)
    if day < edition.in_force:
        raise CannotWeigh(
            f"{spoken(day)} is before the edition: its file says in_force = {edition.in_force}. "
            "Name that day or a later one, or change the file."
        )
    if not others:
        raise CannotWeigh(
            "This is the council's only edition: there is nothing to compare it with. Copy it to another "
            "file, change what is to be changed and its in_force, and name that file."
        )
    before = replace(council, editions=others).as_of(day)
    running = before.editions[-1]
    if day <= running.in_force:
        raise CannotWeigh(
            f"The running edition ({running.edition}) itself comes into force on {spoken(running.in_force)}: "
            "name a later day, or give the file a later in_force."
        )
    timescales = tuple(replace(rule, moves_running=True) for rule in edition.timescales)
    taken = replace(edition, in_force=day, timescales=timescales if move_running else edition.timescales)
    return Scales(before, replace(before, editions=(*before.editions, taken)), day)


def weigh_edition(
    database: Database, weighed: Scales, looked_at: Callable[[int, int], None] = lambda done, all: None
) -> Iterator[Shift]:
    """Every shift of every child, by council reference. `looked_at`: how many children of how many."""
    with database.read() as session:
        query = select(tables.child.c.id).order_by(tables.child.c.council_reference, tables.child.c.id)
        children = list(session.scalars(query))
    done = 0
    for some in (children[at : at + _AT_ONCE] for at in range(0, len(children), _AT_ONCE)):
        with database.read() as session:
            if database.is_sqlite:  # PostgreSQL's looks can write nothing anyway
                session.execute(text("PRAGMA query_only = ON"))
            found = [
                (session.get_one(Child, one).council_reference, history_of(session, one)) for one in some
            ]
        for reference, history in found:
            yield from shifts(weighed, reference, history)
        done += len(some)
        looked_at(done, len(children))


def count_children(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(tables.child)) or 0


def shifts(weighed: Scales, reference: str, history: History) -> Iterator[Shift]:
    """What would be another for one child, the earliest first."""
    before, after = (
        {duty.id: duty for duty in reckon(council, history, working_days_of(council))}
        for council in (weighed.before, weighed.after)
    )
    found = (_shift(weighed.on, reference, before.get(one), after.get(one)) for one in before | after)
    yield from sorted(filter(None, found), key=lambda one: (one.now or one.was or date.max, one.duty))


def _shift(on: date, reference: str, was: Duty | None, now: Duty | None) -> Shift | None:
    """Only what is owed counts: what is met stays met."""
    old = was if was and was.state == OPEN else None
    new = now if now and now.state == OPEN else None
    told = new or old
    if told is None or (old and new and old.due == new.due):
        return None
    if old and new and old.due and new.due:
        way = EARLIER if new.due < old.due else LATER
    else:
        way = OPENED if new else NO_LONGER
    overdue = bool(new and is_overdue(new, on)) and not (old and is_overdue(old, on))
    due, was_due = new.due if new else None, old.due if old else None
    return Shift(reference, told.name, way, was_due, due, told.clause, overdue)
