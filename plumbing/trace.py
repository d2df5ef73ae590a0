"""W3C traceparent, carried through the outbox, the topic and HTTP, so that one act can be followed.

Where a collector is set, each piece of work is a span of it; otherwise a span costs a look at one variable.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["internal", "server", "client", "producer", "consumer"]
_NO_SPAN = "0" * 16
_current: ContextVar[str] = ContextVar("traceparent", default="")
_SHAPE = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


@dataclass
class Span:
    """One piece of work. Times are nanoseconds of the epoch; attributes name no person and no thing."""

    service: str
    name: str
    kind: Kind
    trace: str
    id: str
    parent: str
    began: int
    ended: int = 0
    failed: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


Sink = Callable[[Span], None]
_sink: Sink | None = None
_open: ContextVar[Span | None] = ContextVar("span", default=None)


def hand_spans_to(sink: Sink | None) -> None:
    """For the whole process; None: spans cost nothing and go nowhere."""
    global _sink
    _sink = sink


def traced() -> bool:
    """Whether spans go anywhere."""
    return _sink is not None


def current_traceparent() -> str:
    """The traceparent to hand on: the span that we are in, or a new one of our trace or of a new trace."""
    match = _SHAPE.fullmatch(_current.get())
    if match and _sink and match[2] != _NO_SPAN:
        return _current.get()
    trace = match[1] if match else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"


@contextmanager
def tracing(traceparent: str | None) -> Iterator[None]:
    """Work within the trace that came with a message or request; a malformed one starts anew."""
    match = _SHAPE.fullmatch(traceparent or "") or _SHAPE.fullmatch(_current.get())
    token = _current.set(match[0] if match else f"00-{secrets.token_hex(16)}-{_NO_SPAN}-01")
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def span(service: str, name: str, kind: Kind = "internal", **attributes: str) -> Iterator[None]:
    """The work of the block, by `service`. What is handed on from within it is its child."""
    if _sink is None:
        yield
        return
    match = _SHAPE.fullmatch(_current.get())
    trace, parent = (match[1], match[2]) if match else (secrets.token_hex(16), _NO_SPAN)
    parent = "" if parent == _NO_SPAN else parent
    ours = Span(
        service, name, kind, trace, secrets.token_hex(8), parent, time.time_ns(), 0, False, attributes
    )
    tokens = _current.set(f"00-{trace}-{ours.id}-01"), _open.set(ours)
    try:
        yield
    except BaseException:
        ours.failed = True
        raise
    finally:
        _current.reset(tokens[0])
        _open.reset(tokens[1])
        ours.ended = time.time_ns()
        _hand_over(ours)


def note(name: str = "", **attributes: str) -> None:
    """Of the span that we are in: what is known of it only now."""
    ours = _open.get()
    if ours is not None:
        ours.name = name or ours.name
        ours.attributes |= attributes


def trace_id() -> str:
    """The 32 hexadecimal digits for a log line, or empty."""
    match = _SHAPE.fullmatch(_current.get())
    return match.group(1) if match else ""


def _hand_over(ours: Span) -> None:
    if _sink is not None:  # it may have been taken away meanwhile
        _sink(ours)
