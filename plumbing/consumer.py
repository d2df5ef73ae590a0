"""Hears what others say: inbox mark, effect and own outbox rows in one transaction, then the commit."""

import time
from collections.abc import Mapping, Sequence
from threading import Event

from google.protobuf.message import Message
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from plumbing import bus
from plumbing.contracts import Contracts
from plumbing.database import UNAVAILABLE, Database
from plumbing.done import Done
from plumbing.effects import Effects
from plumbing.envelope import Envelope, Unacceptable, event_id_of
from plumbing.inbox import first_time
from plumbing.logs import log
from plumbing.metrics import HANDLED, LAG, PARKED, PARKED_OPEN, RETRIED
from plumbing.neighbour import NeighbourDown
from plumbing.outage import Outage
from plumbing.parked import Handler, count_open, park
from plumbing.patience import Patience
from plumbing.pipes import Pipes

__all__ = ["Consumer", "Envelope", "Handler", "Unacceptable"]

TRANSIENT = (*UNAVAILABLE, NeighbourDown, ConnectionError, TimeoutError)
"""Worth trying again: nothing is wrong with the message."""
_DOUBTFUL = 3
"""Tries for a constraint that failed: another member may have won a race, or the message may be at fault."""
_MEASURE = 5.0
_POLL = 0.5


class Consumer:
    """A Role. Its group is the service; several may run and share the partitions.

    `park_limit`: so many parked one after another mean that we are at fault, not the messages: it stops.
    `together`: so many share a transaction, for handlers that lock no row which anybody else locks; where one
    of them fails nothing of it is kept, and they are taken one by one.
    """

    def __init__(
        self,
        service: str,
        database: Database,
        pipes: Pipes,
        bus: bus.Bus,
        contracts: Contracts,
        handlers: Mapping[type[Message], Handler],
        park_limit: int = 20,
        together: int = 1,
    ) -> None:
        self.name = f"{service}:worker/consumer"
        self.last_loop = time.monotonic()
        self.done = 0
        self._service = service
        self._database = database
        self._pipes = pipes
        self._bus = bus
        self._effects = Effects(service, database, pipes, contracts, handlers)
        self._topics = contracts.topics_of(handlers)
        self._park_limit = park_limit
        self._together = together
        self._parked_in_a_row = 0
        self._patience = Patience()
        self._doubts: dict[str, int] = {}
        self._outage = Outage(self.name)
        self._joined = False
        self._halted = False
        self._hindrance = "has not joined its group"
        self._unread = ""
        self._measure_due = 0.0

    def run(self, stop: Event) -> None:
        if not self._halted:
            self._listen(stop)
        while not stop.wait(_POLL):  # halted: alive, not ready, and reading nothing
            self.last_loop = time.monotonic()

    def ready(self) -> str | None:
        if self._halted:
            return f"{self.name}: parked {self._park_limit} in a row and stopped: mend it, restart, replay"
        if not self._joined or self._hindrance:
            return f"{self.name}: {self._hindrance} (script/cin bus doctor says more)"
        try:
            self._database.check()
        except SQLAlchemyError as error:
            return f"{self.name}: its database cannot be reached ({type(error).__name__})"
        if self._unread:
            return f"{self.name}: {self._unread}: see docs/operating.md"
        if self._patience.tries > 10:
            return f"{self.name}: has tried the same message {self._patience.tries} times: see the log"
        return None

    def quiet(self) -> str | None:
        if not self._joined:
            return f"{self.name}: is not listening"
        try:
            behind = sum(self._bus.lag(self._service).values())
        except (bus.BusDown, bus.NotAllowed) as error:
            return f"{self.name}: {error}"
        return f"{self.name}: {behind} messages to hear" if behind else None

    def _listen(self, stop: Event) -> None:
        try:
            subscription = self._bus.subscribe(self._service, self._topics)
        except bus.BusDown as error:
            self._hindrance = self._bus.fault() or str(error)
            raise
        except (bus.NotAllowed, bus.UnknownTopic) as error:
            self._hindrance = str(error)
            raise
        self._joined, self._hindrance = True, ""
        try:
            while not stop.is_set() and not self._halted:
                self.last_loop = time.monotonic()
                self._measure()
                self._batch(subscription, subscription.poll(_POLL), stop)
                self._unread = subscription.fault
        finally:
            self._joined, self._hindrance = False, "has left its group"
            subscription.close()

    def _batch(self, subscription: bus.Subscription, messages: Sequence[bus.Message], stop: Event) -> None:
        """A partition whose message must be tried again waits; the others go on."""
        done = Done(self._service, subscription)
        stuck: set[bus.TopicPartition] = set()
        try:
            for first in range(0, len(messages), self._together):
                some = [m for m in messages[first : first + self._together] if m.lane not in stuck]
                if len(some) > 1 and not stop.is_set() and self._take_together(some):
                    done.add(*some)
                else:
                    self._one_by_one(some, done, stuck, subscription, stop)
            done.commit()
        except bus.Fenced:
            log.info("partitions moved", service=self._service)
            return
        if stuck or done.down:
            stop.wait(self._patience.next())
        elif messages:
            self._patience.reset()

    def _one_by_one(
        self,
        messages: Sequence[bus.Message],
        done: Done,
        stuck: set[bus.TopicPartition],
        subscription: bus.Subscription,
        stop: Event,
    ) -> None:
        for message in messages:
            if stop.is_set() or self._halted:
                break
            if message.lane in stuck:
                continue
            if self._take(message):
                done.add(message)
            elif not self._halted:
                subscription.rewind(message)
                stuck.add(message.lane)

    def _take_together(self, messages: Sequence[bus.Message]) -> bool:
        """False where one of them failed, and nothing was kept: whose fault it was is found one by one."""
        try:
            self._handle(messages)
        except Exception:
            return False
        self._parked_in_a_row = 0
        return True

    def _take(self, message: bus.Message) -> bool:
        """True when it is done with, for good or ill; False when it must be tried again."""
        try:
            self._handle([message])
        except TRANSIENT as error:
            return self._later(message, error)
        except IntegrityError as error:
            event_id = event_id_of(message)
            self._doubts[event_id] = self._doubts.get(event_id, 0) + 1
            if self._doubts[event_id] < _DOUBTFUL:
                return self._later(message, error)
            return self._park(message, error)
        except (
            Exception
        ) as error:  # every other failure is the message's or the handler's: a person must look
            return self._park(message, error)
        self._parked_in_a_row = 0
        return True

    def _handle(self, messages: Sequence[bus.Message]) -> None:
        fresh = self._effects.write(messages)
        self.done += len(fresh)
        for message in fresh:
            self._doubts.pop(event_id_of(message), None)
            HANDLED.labels(self._service, message.topic).inc()

    def _later(self, message: bus.Message, error: Exception) -> bool:
        RETRIED.labels(self._service, message.topic).inc()
        self._tell("message tried again later", message, error)
        return False

    def _park(self, message: bus.Message, error: Exception) -> bool:
        if self._parked_in_a_row >= self._park_limit:
            self._halted = True
            self._tell("too many parked in a row", message, error)
            return False
        try:
            with self._database.begin() as session:
                if first_time(session, self._pipes, self._service, event_id_of(message)):
                    park(session, self._pipes, self._service, message, error)
        except (*TRANSIENT, IntegrityError) as failure:
            return self._later(message, failure)
        self._parked_in_a_row += 1
        self._doubts.pop(event_id_of(message), None)
        PARKED.labels(self._service, message.topic).inc()
        self._tell("message parked", message, error)
        return True

    def _tell(self, phrase: str, message: bus.Message, error: Exception) -> None:
        log.warning(
            phrase,
            service=self._service,
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            event_id=event_id_of(message),
            message_type=message.headers.get("ce_type"),
            exc_info=error,
        )

    def _measure(self) -> None:
        if time.monotonic() < self._measure_due:
            return
        self._measure_due = time.monotonic() + _MEASURE
        behind = dict.fromkeys(self._topics, 0)
        try:
            lag = self._bus.lag(self._service)
        except (bus.BusDown, bus.NotAllowed) as error:
            self._hindrance = str(error)
            return
        self._hindrance = ""
        for lane, count in lag.items():
            behind[lane.topic] = behind.get(lane.topic, 0) + count
        for topic, count in behind.items():
            LAG.labels(self._service, topic).set(count)
        with self._outage.noted(), self._database.read() as session:
            PARKED_OPEN.labels(self._service).set(count_open(session, self._pipes))
