"""W3C traceparent, carried through the outbox, the topic and HTTP, so that one act can be followed."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("traceparent", default="")
_SHAPE = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


def current_traceparent() -> str:
    """The traceparent to hand on: a new span of the trace we are in, or of a new trace."""
    match = _SHAPE.fullmatch(_current.get())
    trace = match.group(1) if match else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"


@contextmanager
def tracing(traceparent: str | None) -> Iterator[None]:
    """Work within the trace that came with a message or request; a malformed one starts anew."""
    usable = traceparent if traceparent and _SHAPE.fullmatch(traceparent) else current_traceparent()
    token = _current.set(usable)
    try:
        yield
    finally:
        _current.reset(token)


def trace_id() -> str:
    """The 32 hexadecimal digits for a log line, or empty."""
    match = _SHAPE.fullmatch(_current.get())
    return match.group(1) if match else ""
