"""Makes a client of kafka-python, and leaves nothing behind where that fails.

A constructor that finds no broker, or is refused, raises while the thread that it started runs on and keeps
trying. A worker that waits for its broker over a night would gather thousands of them.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Client = TypeVar("Client")


def made(kind: Callable[..., Client], network: Callable[..., Any], **settings: Any) -> Client:
    """`kind(**settings)`; where that raises, its thread has ended and its connections are closed.

    `network` makes what kafka-python takes as `kafka_client`: the part that has the thread.
    """
    begun: list[Any] = []

    def beginning(**given: Any) -> Any:
        begun.append(network(**given))
        return begun[-1]

    try:
        return kind(**settings, kafka_client=beginning)
    except BaseException:
        for client in begun:
            client._net.stop(timeout_ms=3_000)
            client.close()
        raise
