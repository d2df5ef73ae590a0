"""What messages do: for each its mark as heard, its effect and its own outbox rows, in one transaction."""

from collections.abc import Mapping, Sequence

from google.protobuf.message import Message

from plumbing import bus
from plumbing.contracts import Contracts
from plumbing.database import Database
from plumbing.failpoints import reach
from plumbing.inbox import first_time
from plumbing.metrics import DUPLICATES
from plumbing.parked import Handler, unpack
from plumbing.pipes import Pipes
from plumbing.trace import span, tracing


class Effects:
    """Of one service, by its handlers."""

    def __init__(
        self,
        service: str,
        database: Database,
        pipes: Pipes,
        contracts: Contracts,
        handlers: Mapping[type[Message], Handler],
    ) -> None:
        self._service = service
        self._database = database
        self._pipes = pipes
        self._contracts = contracts
        self._handlers = handlers

    def write(self, messages: Sequence[bus.Message]) -> list[bus.Message]:
        """All of it or, where it raises, nothing; those that had an effect now, and had none before."""
        unpacked = [(message, *unpack(self._contracts, message)) for message in messages]
        ours = [each for each in unpacked if type(each[1]) in self._handlers]
        if not ours:
            return []
        fresh = []
        with self._database.begin() as session:
            for message, content, envelope in ours:
                with (
                    tracing(envelope.traceparent),
                    span(self._service, f"process {message.topic}", "consumer", type=envelope.type),
                ):
                    if not first_time(session, self._pipes, self._service, envelope.event_id):
                        DUPLICATES.labels(self._service, message.topic).inc()
                        continue
                    self._handlers[type(content)](session, content, envelope)
                    reach("consumer: effect written, not committed")
                    fresh.append(message)
        return fresh
