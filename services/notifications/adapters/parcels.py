"""Reads and writes what leaves the building."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from plumbing.database import take_turns
from plumbing.trace import current_traceparent
from services.notifications.adapters import tables
from services.notifications.domain import sending

_ALWAYS = datetime.max.replace(tzinfo=UTC)
_TABLE = tables.parcel
_FIND = select(_TABLE).where(_TABLE.c.id == bindparam("parcel"))
"""Made once: building a statement costs more than running it."""
_CHANGE = update(_TABLE).where(_TABLE.c.id == bindparam("parcel"))


@dataclass
class Parcel:
    """A copy or an invitation for one person. `content`: the mail's bytes, kept before they are sent."""

    id: str
    kind: str
    person: str
    meeting: str
    children: list[str]
    state: str
    try_at: datetime
    circulation: str = ""
    version: int = 0
    view: str = ""
    copies: int = 0
    by_when: str = ""
    document: str = ""
    invitation: str = ""
    object: str = ""
    method: str = ""
    sequence: int = 0
    channel: str = ""
    reason: str = ""
    blocked: list[dict[str, str]] = field(default_factory=list)
    on: date | None = None
    address: str = ""
    message_id: str = ""
    content: bytes | None = None
    attempts: int = 0
    uncertain: int = 0
    number: int = 0
    prepared_at: datetime | None = None
    ordered_at: datetime | None = None
    traceparent: str | None = None


_NAMES = [each.name for each in fields(Parcel)]


def add(session: Session, parcel: Parcel) -> None:
    """`number` keeps the order in which parcels came; who adds one waits for whoever is adding another."""
    take_turns(session, "parcel number")
    last = session.scalar(select(func.max(_TABLE.c.number))) or 0
    own = {"number": last + 1, "ordered_at": parcel.try_at, "traceparent": current_traceparent()}
    values = {name: getattr(parcel, name) for name in _NAMES} | own
    session.execute(insert(_TABLE).values(**values))


def change(session: Session, parcel: str, **values: Any) -> None:
    session.execute(_CHANGE, {"parcel": parcel, **values})


def find(session: Session, parcel: str) -> Parcel | None:
    row = session.execute(_FIND, {"parcel": parcel}).first()
    return _parcel(row) if row else None


def lock_all_of(session: Session, order: str) -> None:
    """`order`: a circulation or an invitation. Whoever reads its parcels to change one has it first.

    In this order, or two could wait for each other: the circulation or invitation, the person, the number.
    """
    take_turns(session, f"parcels of {order}")


def lock_person(session: Session, person: str) -> None:
    """Between a hold and a claim one is first: what is claimed was not yet on hold."""
    take_turns(session, f"parcels for {person}")


def find_to_change(session: Session, parcel: str) -> Parcel | None:
    """As it is once nobody else can change it: its circulation or invitation is locked, and its person."""
    known = find(session, parcel)
    if known is None:
        return None
    lock_all_of(session, known.circulation or known.invitation)
    lock_person(session, known.person)
    return find(session, parcel)


def waiting(session: Session, states: Iterable[str], now: datetime, limit: int) -> list[str]:
    """The ids of those whose time to be tried has come, oldest first; nothing of a person on hold."""
    query = select(_TABLE.c.id).where(_waits(states, now)).order_by(_TABLE.c.number).limit(limit)
    return list(session.scalars(query))


def count_waiting(session: Session, states: Iterable[str], now: datetime = _ALWAYS) -> int:
    """Without `now` also those that are to be tried again later."""
    return session.scalar(select(func.count()).select_from(_TABLE).where(_waits(states, now))) or 0


def _waits(states: Iterable[str], now: datetime) -> ColumnElement[bool]:
    free = _TABLE.c.person.not_in(select(tables.hold.c.person))
    return and_(_TABLE.c.state.in_(list(states)), _TABLE.c.try_at <= now, free)


def of_circulation(session: Session, circulation: str) -> list[Parcel]:
    """The newest parcel for each person, whatever its version."""
    query = select(_TABLE).where(_TABLE.c.circulation == circulation).order_by(_TABLE.c.number)
    return list({row.person: _parcel(row) for row in session.execute(query)}.values())


def of_invitation(session: Session, invitation: str) -> list[Parcel]:
    query = select(_TABLE).where(_TABLE.c.invitation == invitation).order_by(_TABLE.c.number)
    return [_parcel(row) for row in session.execute(query)]


def invitations_of(session: Session, meeting: str) -> list[Parcel]:
    """The newest object for each invitee of the meeting."""
    query = (
        select(_TABLE)
        .where(_TABLE.c.meeting == meeting, _TABLE.c.kind == "invitation")
        .order_by(_TABLE.c.number)
    )
    return list({row.person: _parcel(row) for row in session.execute(query)}.values())


def children_of(session: Session, person: str) -> list[str]:
    """Whose papers and invitations have ever gone, or were to go, to the person."""
    found = session.scalars(select(_TABLE.c.children).where(_TABLE.c.person == person))
    return sorted({child for children in found for child in children})


def in_state(session: Session, *states: str) -> list[Parcel]:
    query = select(_TABLE).where(_TABLE.c.state.in_(states)).order_by(_TABLE.c.by_when, _TABLE.c.number)
    return [_parcel(row) for row in session.execute(query)]


def held(session: Session) -> list[Parcel]:
    """All that would leave, or be handed over, were its person not on hold."""
    waits = (*open_states(), sending.BY_HAND)
    query = (
        select(_TABLE)
        .where(_TABLE.c.state.in_(waits), _TABLE.c.person.in_(select(tables.hold.c.person)))
        .order_by(_TABLE.c.number)
    )
    return [_parcel(row) for row in session.execute(query)]


def prepare_anew(session: Session, person: str, now: datetime) -> None:
    """All that waits for the person and has certainly not left, in one statement."""
    mine = (_TABLE.c.person == person, _TABLE.c.state.in_((sending.QUEUED, sending.BY_HAND)))
    again = update(_TABLE).where(*mine, _TABLE.c.uncertain == 0)
    session.execute(again.values(state=sending.ORDERED, content=None, try_at=now))


def with_message_id(session: Session, message_id: str) -> list[str]:
    """The ids of those that left, or are to leave, under this Message-ID."""
    return list(session.scalars(select(_TABLE.c.id).where(_TABLE.c.message_id == message_id)))


def count_before(session: Session, parcel: Parcel) -> int:
    """How often the same document was to leave for the same person before this."""
    same = [
        getattr(_TABLE.c, name) == getattr(parcel, name)
        for name in ("circulation", "version", "person", "document")
    ]
    query = select(func.count()).select_from(_TABLE).where(*same, _TABLE.c.number < parcel.number)
    return session.scalar(query) or 0


def complete_on(session: Session, circulation: str) -> date | None:
    """The day the newest version was complete; None while a copy is open."""
    table, newest = tables.complete, func.max(_TABLE.c.version)
    version = select(newest).where(_TABLE.c.circulation == circulation).scalar_subquery()
    query = select(table.c.on).where(table.c.circulation == circulation, table.c.version == version)
    return session.scalar(query)


def is_held(session: Session, person: str) -> bool:
    return bool(session.scalar(select(tables.hold.c.hold).where(tables.hold.c.person == person).limit(1)))


def open_states() -> tuple[str, ...]:
    return (sending.ORDERED, sending.QUEUED, sending.SENDING, sending.UNCERTAIN)


def _parcel(row: Row[Any]) -> Parcel:
    return Parcel(**{name: row._mapping[name] for name in _NAMES})
