"""Each service may do its own on the bus and nothing else: the table, tried on a broker that holds to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cin.v1.registry import TOPICS

from demo.engines.secured import ROOT, ROOT_PASSWORD, Grant, SecuredBroker
from plumbing.bus import BusDown, NotAllowed, Record, open_bus
from plumbing.bus.access import Access, brokers_of
from plumbing.bus.kafka_bus import KafkaBus
from plumbing.bus.kafka_words import LARGEST
from services.rights import OPERATOR, RIGHTS, SERVICES, heard_by, said_by
from services.running import topic_specs


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredBroker]:
    users = {name: f"{name}-password" for name in RIGHTS}
    broker = SecuredBroker(tmp_path_factory.mktemp("secured"), users)
    broker.start()
    broker.grant(Grant(*right) for rights in RIGHTS.values() for right in rights)
    operator = _as(broker, OPERATOR)
    operator.ensure_topics(topic_specs())
    operator.close()
    yield broker
    broker.stop()


def _as(broker: SecuredBroker, user: str, password: str = "") -> KafkaBus:
    access = Access(user, password or f"{user}-password", str(broker.ca))
    return KafkaBus(brokers_of(broker.url, access))


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bus(secured: SecuredBroker, service: str) -> Iterator[KafkaBus]:
    bus = _as(secured, service)
    yield bus
    bus.close()


def test_every_topic_has_who_says_it_and_who_hears_it() -> None:
    assert {name for topic in TOPICS for name in topic.said_by} <= set(SERVICES)
    assert {name for topic in TOPICS for name in topic.heard_by} <= set(SERVICES)


@pytest.mark.kafka
def test_a_service_says_and_hears_its_own(bus: KafkaBus, service: str) -> None:
    assert bus.faults([service], heard_by(service), said_by(service)) == []
    for topic in said_by(service):
        bus.publish([Record(topic, "key", b"")])
    bus.subscribe(service, heard_by(service)).poll(1.0)
    assert {lane.topic for lane in bus.lag(service)} == set(heard_by(service))


@pytest.mark.kafka
def test_a_service_says_nothing_in_anothers_name(bus: KafkaBus, service: str) -> None:
    for topic in sorted(topic_specs().keys() - set(said_by(service))):
        with pytest.raises(NotAllowed, match=topic):
            bus.publish([Record(topic, "key", b"")])


@pytest.mark.kafka
def test_a_service_hears_nothing_that_is_not_for_it(bus: KafkaBus, service: str) -> None:
    for topic in sorted(topic_specs().keys() - set(heard_by(service))):
        with pytest.raises(NotAllowed, match=topic):
            bus.subscribe(service, [topic])


@pytest.mark.kafka
def test_a_service_reads_in_no_group_but_its_own(bus: KafkaBus, service: str) -> None:
    for other in set(SERVICES) - {service}:
        with pytest.raises(NotAllowed, match=f"group {other}"):
            bus.subscribe(other, heard_by(service)[:1])


@pytest.mark.kafka
def test_a_service_makes_no_topics(bus: KafkaBus) -> None:
    with pytest.raises((NotAllowed, BusDown)):
        bus.ensure_topics({"cin.more.v1": topic_specs()["cin.child.v1"]})


@pytest.mark.kafka
def test_the_operator_sees_what_a_topic_takes_and_a_service_does_without(secured: SecuredBroker) -> None:
    found = {}
    for user in (OPERATOR, "records"):
        bus = _as(secured, user)
        found[user] = bus.ask(lambda admin: admin.limits(["cin.child.v1"]))
        bus.close()
    assert found == {OPERATOR: {"cin.child.v1": LARGEST}, "records": {}}


@pytest.mark.kafka
def test_the_superuser_of_the_test_sees_all(secured: SecuredBroker) -> None:
    bus = _as(secured, ROOT, ROOT_PASSWORD)
    assert bus.missing(topic_specs()) == []
    bus.close()


@pytest.mark.kafka
@pytest.mark.parametrize("cause", ["password", "certificate", "plaintext", "nobody", "down"])
def test_each_cause_of_silence_has_its_own_line(secured: SecuredBroker, cause: str, tmp_path: Path) -> None:
    from demo.engines.certificates import Authority

    mine = Access("records", "records-password", str(secured.ca))
    other = str(Authority(tmp_path).ca)
    url, access, said = {
        "password": (secured.url, Access("records", "wrong", str(secured.ca)), "refuse user records"),
        "certificate": (secured.url, Access("records", "x", other), "its certificate is not trusted"),
        "plaintext": (f"kafka://{secured.bootstrap}", Access(), "speaks TLS only: use kafkas://"),
        "nobody": (secured.url, Access(ca=str(secured.ca)), "may want a user and a password"),
        "down": ("kafkas://127.0.0.1:9", mine, "broker 127.0.0.1:9 cannot be reached"),
    }[cause]
    bus = open_bus(url, access)
    assert said in str(bus.fault())
    bus.close()
