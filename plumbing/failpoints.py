"""Named moments between two steps. In the product nobody listens; a crash test does, and kills."""

from collections.abc import Callable

_listener: Callable[[str], None] | None = None


def reach(point: str) -> None:
    """The name says what is done and what is not: "relay: published, not marked"."""
    if _listener is not None:
        _listener(point)


def listen(listener: Callable[[str], None] | None) -> None:
    """For tests only: no setting turns this on."""
    global _listener
    _listener = listener
