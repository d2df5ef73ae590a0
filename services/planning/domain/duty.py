"""A duty: what is due, when, by whom, under which clause and why; and what changed between two reckonings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

OPEN, MET, WAITING, NOT_SET, DROPPED = "open", "met", "waiting", "not set", "dropped"
NOT_KNOWN = "not known"
CORRECTED, LOCAL_VALUE_GONE = "corrected", "local value not set"
_NAMESPACE = UUID("3d0b6f4e-0f4c-5c1e-9a55-0a1f3f1f7c1d")


@dataclass(frozen=True)
class Duty:
    """One thing owed to one child. Waiting and not set have no date; dropped says why it is owed no more.

    Not known: it may have been done before this product knew the child, and nobody has said so. `shortfall`
    says what happened and did not count, `beside` what else a reader should know: other dates, a departure.
    """

    id: str
    child: str
    name: str
    anchor: str
    state: str
    anchored_on: date | None
    aim: date | None
    due: date | None
    soon: date | None
    force: str
    owed_by: str
    clause: str
    ids: tuple[str, ...]
    reading: str
    why: str
    edition: str
    met_on: date | None = None
    shortfall: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    dropped_because: str = ""


@dataclass(frozen=True)
class Opened:
    duty: Duty


@dataclass(frozen=True)
class Reopened:
    """What met it was corrected away, or its plan goes on after all."""

    duty: Duty


@dataclass(frozen=True)
class Moved:
    duty: Duty
    was_due: date


@dataclass(frozen=True)
class Met:
    duty: Duty


@dataclass(frozen=True)
class Dropped:
    duty: Duty
    reason: str


Change = Opened | Reopened | Moved | Met | Dropped


def identity(child: str, name: str, anchor: str) -> str:
    """The same child, name in the file and anchoring event: the same duty, whatever its date."""
    return str(uuid5(_NAMESPACE, "\n".join((child, name, anchor))))


def is_overdue(duty: Duty, today: date) -> bool:
    """From 00:00 on the day after it was due, for as long as it is open."""
    return duty.state == OPEN and duty.due is not None and duty.due < today


def difference(before: Iterable[Duty], after: Iterable[Duty]) -> list[Change]:
    """What to announce when `before` was last known and `after` is so now."""
    known = {duty.id: duty for duty in before}
    changes: list[Change] = []
    for duty in sorted(after, key=_order):
        changes.extend(_change(known.pop(duty.id, None), duty))
    gone = (duty for duty in known.values() if duty.state in (OPEN, MET))
    return changes + [Dropped(duty, CORRECTED) for duty in sorted(gone, key=_order)]


def _change(was: Duty | None, now: Duty) -> Iterator[Change]:
    state = was.state if was is not None else WAITING
    if now.state == OPEN:
        if was is None or state in (WAITING, NOT_SET, NOT_KNOWN):
            yield Opened(now)
        elif state in (MET, DROPPED):
            yield Reopened(now)
        elif was.due is not None and _announced(was) != _announced(now):
            yield Moved(now, was.due)
    elif now.state == MET:
        if was is None or state != MET or (was.met_on, was.due) != (now.met_on, now.due):
            yield Met(now)
    elif state in (OPEN, MET):
        yield Dropped(now, now.dropped_because or LOCAL_VALUE_GONE)


def _announced(duty: Duty) -> tuple[object, ...]:
    """What others act on or print: should it change, they must hear of it."""
    return duty.due, duty.aim, duty.soon, duty.force, duty.owed_by, duty.clause, duty.why


def _order(duty: Duty) -> tuple[date, str, str]:
    return duty.due or date.max, duty.name, duty.id
