"""The relay: in order, one at a time, nothing passed over."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import func, select, update

from plumbing.bus import Position, Record
from plumbing.bus.log import LogBus
from plumbing.clocks import MachineClock
from plumbing.relay import Relay
from plumbing.roles import Role
from tests.contracts.reading import hear, until
from tests.databases import ON_SQLITE
from tests.plumbing.conftest import Service, open_log, registered, service

Run = Callable[[Role], Thread]


class FaultyBus(LogBus):
    """The real log with a gate: it takes nothing for this key while the gate is shut."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.shut_for: str | None = None

    def publish(self, records: Sequence[Record]) -> list[Position]:
        if any(record.key == self.shut_for for record in records):
            raise ConnectionError("the gate is shut")
        return super().publish(records)


def _faulty(tmp_path: Path) -> tuple[FaultyBus, Service]:
    open_log(tmp_path).close()
    bus = FaultyBus(f"{tmp_path}/bus.db")
    return bus, service("planning", tmp_path, bus)


def _unpublished(speaker: Service) -> int:
    table = speaker.pipes.outbox
    with speaker.database.read() as session:
        query = select(func.count()).select_from(table).where(table.c.published_at.is_(None))
        return session.execute(query).scalar_one()


def test_what_is_said_comes_out_on_the_bus_in_the_order_it_was_said(speaker: Service, running: Run) -> None:
    running(speaker.relay())
    for version in range(1, 31):
        speaker.say(registered("c1", version))
    heard = hear(speaker.bus.subscribe("g", ["cin.child.v1"]), 30)
    versions = [registered("").FromString(message.value).version for message in heard]
    assert versions == list(range(1, 31))


def test_a_message_goes_within_milliseconds_of_its_commit(speaker: Service, running: Run) -> None:
    relay = speaker.relay()
    running(relay)
    until(lambda: relay.active, "the relay never became active")
    member = speaker.bus.subscribe("g", ["cin.child.v1"])
    delays = []
    for version in range(1, 10):
        time.sleep(0.05)
        speaker.say(registered("c1", version))
        started = time.monotonic()
        hear(member, 1)
        delays.append(time.monotonic() - started)
    assert sorted(delays)[len(delays) // 2] < 0.1


def test_the_relay_stops_at_the_first_that_will_not_go(tmp_path: Path, running: Run) -> None:
    bus, speaker = _faulty(tmp_path)
    bus.shut_for = "c2"
    speaker.say(registered("c1"), registered("c2"), registered("c3"))
    relay = speaker.relay()
    running(relay)
    until(lambda: relay.ready() is not None, "the relay never said that it is stuck")
    assert _unpublished(speaker) == 2
    assert "ConnectionError" in str(relay.ready())


def test_the_relay_goes_on_in_order_once_the_bus_takes_it(tmp_path: Path, running: Run) -> None:
    bus, speaker = _faulty(tmp_path)
    bus.shut_for = "c2"
    speaker.say(registered("c1"), registered("c2", 1), registered("c3"), registered("c2", 2))
    relay = speaker.relay()
    running(relay)
    until(lambda: relay.ready() is not None, "the relay never said that it is stuck")
    bus.shut_for = None
    heard = hear(bus.subscribe("g", ["cin.child.v1"]), 4)
    assert [registered("").FromString(m.value).version for m in heard if m.key == "c2"] == [1, 2]
    until(lambda: relay.ready() is None, "the relay still says that it is stuck")


def test_a_failed_try_is_noted_by_its_type_and_never_by_its_words(tmp_path: Path, running: Run) -> None:
    bus, speaker = _faulty(tmp_path)
    bus.shut_for = "c1"
    speaker.say(registered("c1"))
    running(speaker.relay())

    def noted() -> bool:
        with speaker.database.read() as session:
            row = session.execute(select(speaker.pipes.outbox)).one()
            return bool(row.attempts >= 2 and row.last_error == "ConnectionError")

    until(noted, "the failure was not noted")


def test_a_second_relay_stays_passive_while_the_first_is_there(speaker: Service, running: Run) -> None:
    first, second = speaker.relay(), speaker.relay()
    running(first)
    until(lambda: first.active, "the first never became active")
    running(second)
    for version in range(1, 20):
        speaker.say(registered("c1", version))
    until(lambda: _unpublished(speaker) == 0, "not everything went")
    assert (first.done, second.done) == (19, 0)
    assert not second.active


def test_a_passive_relay_takes_over_when_the_active_one_stops(speaker: Service, running: Run) -> None:
    first, second, stop = speaker.relay(), speaker.relay(), Event()
    thread = Thread(target=first.run, args=(stop,))
    thread.start()
    until(lambda: first.active, "the first never became active")
    running(second)
    stop.set()
    thread.join()
    until(lambda: second.active, "the second did not take over")


@ON_SQLITE
def test_a_passive_relay_takes_over_when_the_lease_of_a_dead_one_runs_out(
    speaker: Service, running: Run
) -> None:
    dead, heir = speaker.relay(), speaker.relay()
    assert dead._lease.hold()
    running(heir)
    time.sleep(0.2)
    assert not heir.active
    with speaker.database.begin() as session:
        past = MachineClock().now() - timedelta(seconds=1)
        session.execute(update(speaker.pipes.lease).values(expires=past))
    until(lambda: heir.active, "the heir did not take over")


def test_the_relay_is_quiet_when_the_outbox_is_empty(speaker: Service, running: Run) -> None:
    relay = speaker.relay()
    assert relay.quiet() is None
    speaker.say(registered("c1"))
    assert "outbox" in str(relay.quiet())
    running(relay)
    until(lambda: relay.quiet() is None, "the relay never became quiet")


def test_old_rows_that_went_are_forgotten_and_waiting_ones_never(speaker: Service) -> None:
    speaker.say(registered("went"), registered("waits"))
    table, long_ago = speaker.pipes.outbox, MachineClock().now() - timedelta(days=30)
    with speaker.database.begin() as session:
        session.execute(update(table).values(put_at=long_ago))
        session.execute(update(table).where(table.c.key == "went").values(published_at=long_ago))
    Relay("planning", speaker.database, speaker.pipes, speaker.bus)._clean()
    with speaker.database.read() as session:
        assert list(session.execute(select(table.c.key)).scalars()) == ["waits"]


def test_a_relay_that_was_refused_has_nothing_to_say_once_another_has_handed_it_over(
    tmp_path: Path, running: Run
) -> None:
    bus, speaker = _faulty(tmp_path)
    bus.shut_for = "c1"
    speaker.say(registered("c1"))
    refused = speaker.relay()
    running(refused)
    until(lambda: refused.ready() is not None, "the relay never said that it is stuck")
    with speaker.database.begin() as session:  # as if another had done it meanwhile
        session.execute(update(speaker.pipes.outbox).values(published_at=MachineClock().now()))
    until(lambda: refused.ready() is None, "it still says that it is stuck")
