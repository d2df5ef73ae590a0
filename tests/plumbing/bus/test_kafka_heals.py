"""Readiness names what keeps a worker from the bus; once that is mended it hears its messages by itself."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest

from demo.engines.certificates import Authority
from demo.engines.secured import ROOT, ROOT_PASSWORD, Grant, SecuredBroker
from plumbing.bus import Bus, TopicSpec, open_bus
from plumbing.bus.access import Access, brokers_of
from plumbing.bus.kafka_bus import KafkaBus
from plumbing.bus.kafka_words import Timing
from plumbing.supervisor import Supervisor
from tests.plumbing.conftest import Service, registered, service
from tests.plumbing.hearing import TOPIC, publish

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(180)]

USER, PASSWORD = "hearer", "its-password"
READS = Grant(USER, "topic", TOPIC, "READ")
PATIENCE = 60.0


class Place(NamedTuple):
    """`ca`: the file that the worker was given."""

    broker: SecuredBroker
    root: Bus
    ca: Path
    other: Path

    def make_topic(self) -> None:
        self.root.ensure_topics({TOPIC: TopicSpec(partitions=2)})

    def delete_topic(self) -> None:
        with self.broker.as_root() as admin:
            admin.delete_topics([TOPIC])
        _until(lambda: self.root.missing([TOPIC]) == [TOPIC], "the topic is still there")

    def take_right(self) -> None:
        self.broker.revoke([READS])

    def give_right(self) -> None:
        self.broker.grant([READS])


class Cause(NamedTuple):
    """`said` is in the line of /readyz; `later`: it comes when the worker has heard something already."""

    begin: Callable[[Place], object]
    said: str
    end: Callable[[Place], object]
    later: bool = False


CAUSES = {
    "no topic": Cause(Place.delete_topic, f"topic {TOPIC} is not on this bus", Place.make_topic),
    "no right": Cause(Place.take_right, "without the right READ", Place.give_right),
    "a right that is taken away": Cause(
        Place.take_right, "without the right READ", Place.give_right, later=True
    ),
    "another password": Cause(
        lambda place: place.broker.set_password(USER, "another"),
        f"refuse user {USER} or its password",
        lambda place: place.broker.set_password(USER, PASSWORD),
    ),
    "another authority": Cause(
        lambda place: place.ca.write_bytes(place.other.read_bytes()),
        "its certificate is not trusted",
        lambda place: place.ca.write_bytes(place.broker.ca.read_bytes()),
    ),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("heals")
    broker = SecuredBroker(folder / "broker", {USER: PASSWORD})
    broker.start()
    broker.grant([READS, Grant(USER, "group", USER, "READ", prefixed=True)])
    root = open_bus(broker.url, Access(ROOT, ROOT_PASSWORD, str(broker.ca)))
    place = Place(broker, root, folder / "given.pem", Authority(folder / "other").ca)
    place.ca.write_bytes(broker.ca.read_bytes())
    place.make_topic()
    yield place
    root.close()
    broker.stop()


@pytest.fixture
def hearer(place: Place, tmp_path: Path) -> Iterator[Service]:
    access = Access(USER, PASSWORD, str(place.ca))
    bus = KafkaBus(brokers_of(place.broker.url, access), Timing(session=3.0, metadata=3.0))
    yield service(f"{USER}-{uuid4().hex[:8]}", tmp_path, bus)
    bus.close()


@pytest.mark.parametrize("name", CAUSES)
def test_it_names_the_cause_and_heals_when_that_is_gone(place: Place, hearer: Service, name: str) -> None:
    cause, child = CAUSES[name], uuid4().hex
    speaker = service("speaker", place.ca.parent, place.root)
    worker = Supervisor([hearer.consumer()])
    if not cause.later:
        cause.begin(place)
    worker.start()
    try:
        if cause.later:
            publish(speaker, registered(child, 1), uuid4().hex)
            _until(lambda: hearer.kept(child) == [1], "it never heard the first")
            cause.begin(place)
        _until(lambda: any(cause.said in line for line in worker.missing()), "not named", worker.missing)
        cause.end(place)
        publish(speaker, registered(child, 2), uuid4().hex)
        _until(lambda: 2 in hearer.kept(child), "it never heard what was said", worker.missing)
        _until(lambda: worker.missing() == [], "it is not ready again", worker.missing)
    finally:
        cause.end(place)  # where it failed before, so that the next begins with a bus that is well
        assert worker.stop() == []


def _until(true: Callable[[], bool], otherwise: str, more: Callable[[], object] = lambda: "") -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"{otherwise} {more()}"
        time.sleep(0.2)
