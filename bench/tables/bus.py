"""Publishing and consuming through the Bus: the SQLite log against Apache Kafka, a real broker on loopback."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measuring import Scale, Spent, Table, interleave, spent
from bench.words import against, each
from demo.engines.broker import Broker, DidNotStart
from demo.engines.jars import CannotFetch, missing, version
from plumbing.bus import Bus, Record, Subscription, TopicSpec, open_bus
from plumbing.relay import BATCH

TOPIC = "bench"
BYTES = 500
POLL = 100
"""Records a consumer asks for at once: the Bus's own default."""
PATIENCE = 30.0


class Engine:
    """One engine behind the Bus. `processes`: those of its broker."""

    def __init__(self, bus: Bus, processes: tuple[int, ...] = ()) -> None:
        self._bus = bus
        self._processes = processes
        self._numbers = count()
        bus.ensure_topics({TOPIC: TopicSpec()})

    def publish(self, records: int, batch: int) -> Spent:
        made = [self._record() for _ in range(records)]
        parts = [made[start : start + batch] for start in range(0, records, batch)]
        return spent(lambda: [self._bus.publish(part) for part in parts], self._processes)

    def reader(self) -> Subscription:
        return self._bus.subscribe("bench", [TOPIC])

    def consume(self, reader: Subscription, records: int) -> Spent:
        return spent(lambda: _read(reader, records), self._processes)

    def _record(self) -> Record:
        number = next(self._numbers)
        return Record(
            TOPIC, f"key-{number % 97}", str(number).encode().ljust(BYTES, b"x"), {"id": str(number)}
        )


def table(scale: Scale) -> Table:
    records, singles = scale.of(4000, 20), scale.of(100, 5)
    warnings: list[str] = []
    with ExitStack() as stack:
        engines = {"log": stack.enter_context(_log())}
        absent = missing()
        try:
            if absent is None:
                engines["kafka"] = stack.enter_context(_kafka())
        except (CannotFetch, DidNotStart) as error:
            absent = str(error)
        if absent:
            warnings.append(f"Apache Kafka could not be started here: {absent}")
        publishing = interleave(
            {name: _publishing(one, records, BATCH) for name, one in engines.items()}, scale
        )
        readers = {name: one.reader() for name, one in engines.items()}
        consuming = interleave(
            {name: _consuming(one, readers[name], records) for name, one in engines.items()}, scale
        )
        for reader in readers.values():
            reader.close()
        alone = interleave({name: _publishing(one, singles, 1) for name, one in engines.items()}, scale)
    return Table(
        "bus",
        ("", "SQLite log", f"Apache Kafka {version()}", "Kafka's time", "Kafka's CPU"),
        [
            _row(f"publish, {BATCH} at once (the relay's batch)", publishing, records),
            _row("publish, one at a time", alone, singles),
            _row(f"poll {POLL} and commit", consuming, records),
        ],
        [
            f"Records of {BYTES} bytes on one topic of six partitions; a publish returns when the records are"
            " durable by the engine's own terms: the log's are synced to the disk, Kafka's are in the broker's"
            " page cache (one broker; with three, on two of them).",
            "The log works within our process; for Kafka the CPU is our client's and the broker's together.",
        ],
        warnings,
    )


def _row(what: str, found: dict[str, list[Spent]], records: int) -> tuple[str, ...]:
    if "kafka" not in found:
        return what, each(found["log"], records), "**NOT MEASURED**", "–", "–"
    cells = each(found["log"], records), each(found["kafka"], records)
    return what, *cells, *against(found["kafka"], found["log"])


def _publishing(engine: Engine, records: int, batch: int) -> Callable[[], Spent]:
    return lambda: engine.publish(records, batch)


def _consuming(engine: Engine, reader: Subscription, records: int) -> Callable[[], Spent]:
    return lambda: engine.consume(reader, records)


def _read(reader: Subscription, records: int) -> None:
    """Every poll is committed, as the consumer does."""
    left = records
    while left:
        heard = reader.poll(PATIENCE, min(POLL, left))
        if heard:
            reader.commit(heard)
            left -= len(heard)


@contextmanager
def _log() -> Iterator[Engine]:
    with TemporaryDirectory() as folder:
        bus = open_bus(f"log://{folder}/bus.db")
        yield Engine(bus)
        bus.close()


@contextmanager
def _kafka() -> Iterator[Engine]:
    with TemporaryDirectory() as folder:
        broker = Broker(Path(folder)).start()
        try:
            bus = open_bus(broker.url)
            yield Engine(bus, (broker.pid,))
            bus.close()
        finally:
            broker.stop()
