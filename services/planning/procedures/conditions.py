"""For whom a special clause holds: which circumstances a child is in, and since when."""

from collections.abc import Iterable
from datetime import date

from services.planning.domain.history import Circumstance, History
from services.planning.procedures.rules import Chair, SignOff, Timescale


def holds(rule: Timescale | SignOff | Chair, history: History, on: date) -> bool:
    """All that the rule asks for is so on that day, and nothing that it excludes. date.max: for good."""
    return in_all(rule.when, history.circumstances, on) and not any(
        in_all((kind,), history.circumstances, on) for kind in rule.unless
    )


def in_all(kinds: Iterable[str], circumstances: Iterable[Circumstance], on: date) -> bool:
    known = tuple(circumstances)
    return all(any(c.kind == kind and is_so(c, on) for c in known) for kind in kinds)


def began(rule: Timescale, history: History, on: date) -> date | None:
    """Since when, looking back from `on`, everything has been so that the rule asks for; None: it is not."""
    starts = [
        max(c.since for c in history.circumstances if c.kind == kind and is_so(c, on))
        for kind in rule.when
        if in_all((kind,), history.circumstances, on)
    ]
    return max(starts, default=None)


def is_so(circumstance: Circumstance, on: date) -> bool:
    return circumstance.since <= on and (circumstance.until is None or on <= circumstance.until)
