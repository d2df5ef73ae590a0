"""`cin bus doctor` as people call it: each cause is one line that says what, where and what to do."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cin.v1.child_pb2 import ChildRegistered
from cin.v1.registry import TOPICS
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from sqlalchemy import update

from demo.engines.broker import Broker
from demo.engines.certificates import Authority
from demo.engines.secured import Grant, SecuredBroker
from plumbing.bus import Bus, Message, Record, open_bus
from plumbing.bus.access import Access
from plumbing.bus.kafka_words import LARGEST, LIMIT_OF_A_TOPIC
from plumbing.clocks import CivilClock
from plumbing.contracts import Contracts
from plumbing.house import House
from plumbing.migrations import upgrade
from plumbing.outbox import Outbox
from plumbing.parked import park
from plumbing.settings import Settings
from services.parked_messages import PIPES
from services.rights import OPERATOR, RIGHTS, heard_by
from services.running import topic_specs
from tests.databases import migrations_of

pytestmark = pytest.mark.kafka

NEWCOMER = "newcomer"
"""Has what records has, but for one right."""
LACKING = heard_by("records")[0]
PASSWORD = "a-password-nobody-may-see"


class Said(NamedTuple):
    line: str
    code: int


Doctor = Callable[..., Said]


@pytest.fixture
def doctor(tmp_path: Path) -> Doctor:
    """A process of its own, as `script/cin bus doctor` starts it."""

    def call(url: str, *words: str, **access: str) -> Said:
        mine = {f"CIN_BUS_{name.upper()}": value for name, value in access.items()}
        environment = {**os.environ, "CIN_DATA": str(tmp_path), "CIN_BUS": url, **mine}
        command = [sys.executable, "-m", "services", "bus", "doctor", *words]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        assert ended.stderr == ""
        assert ended.stdout.count("\n") == 1, ended.stdout
        assert PASSWORD not in ended.stdout
        return Said(ended.stdout.strip(), ended.returncode)

    return call


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredBroker]:
    broker = SecuredBroker(
        tmp_path_factory.mktemp("secured"), dict.fromkeys((OPERATOR, "records", NEWCOMER), PASSWORD)
    )
    broker.start()
    theirs = [Grant(*right) for user in (OPERATOR, "records") for right in RIGHTS[user]]
    newcomers = [Grant(NEWCOMER, *right[1:]) for right in RIGHTS["records"] if right.name != LACKING]
    broker.grant([*theirs, *newcomers])
    operator = open_bus(broker.url, Access(OPERATOR, PASSWORD, str(broker.ca)))
    operator.ensure_topics(topic_specs())
    operator.close()
    yield broker
    broker.stop()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Its own: these groups have the services' names."""
    broker = Broker(tmp_path_factory.mktemp("plain")).start()
    yield broker
    broker.stop()


@pytest.fixture
def bus(plain: Broker) -> Iterator[Bus]:
    """With every topic, and nobody behind."""
    bus = open_bus(plain.url)
    bus.ensure_topics(topic_specs())
    yield bus
    for topic in heard_by("records"):
        bus.reset("records", topic, "latest")
    bus.close()


def test_a_broker_out_of_reach(doctor: Doctor) -> None:
    said = doctor("kafka://127.0.0.1:9")
    assert said.code == 1
    assert said.line.startswith("broker 127.0.0.1:9 cannot be reached (Connection refused): is it running")


def test_a_wrong_password(doctor: Doctor, secured: SecuredBroker) -> None:
    said = doctor(secured.url, user="records", password=PASSWORD + "-not", ca=str(secured.ca))
    assert said.code == 1
    assert said.line.endswith("refuse user records or its password: CIN_BUS_USER, CIN_BUS_PASSWORD")


def test_a_certificate_of_another_authority(doctor: Doctor, secured: SecuredBroker, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other").ca
    said = doctor(secured.url, user="records", password=PASSWORD, ca=str(other))
    assert said.code == 1
    assert said.line.startswith(f"broker {secured.bootstrap}: its certificate is not trusted")
    assert said.line.endswith("see CIN_BUS_CA")


def test_no_tls_where_tls_is_spoken(doctor: Doctor, secured: SecuredBroker) -> None:
    said = doctor(f"kafka://{secured.bootstrap}")
    assert said == (f"broker {secured.bootstrap} speaks TLS only: use kafkas:// in CIN_BUS", 1)


def test_tls_where_none_is_spoken(doctor: Doctor, plain: Broker, secured: SecuredBroker) -> None:
    said = doctor(f"kafkas://{plain.bootstrap}", ca=str(secured.ca))
    assert said.code == 1
    assert said.line.startswith(f"broker {plain.bootstrap} does not speak TLS: use kafka:// in CIN_BUS")


def test_a_password_in_the_clear(doctor: Doctor, plain: Broker) -> None:
    said = doctor(plain.url, user="records", password=PASSWORD)
    assert said.code == 1
    assert "a password goes over TLS only; use kafkas://" in said.line


def test_a_missing_right(doctor: Doctor, secured: SecuredBroker) -> None:
    said = doctor(secured.url, "--service", "records", user=NEWCOMER, password=PASSWORD, ca=str(secured.ca))
    assert said.code == 1
    assert said.line.startswith(f"topic {LACKING}: ")
    assert "the right READ" in said.line and said.line.endswith("script/cin bus rights")


def test_all_well_as_the_service_itself(doctor: Doctor, secured: SecuredBroker) -> None:
    said = doctor(secured.url, "--service", "records", user="records", password=PASSWORD, ca=str(secured.ca))
    assert said.code == 0, said.line
    assert said.line.startswith("The bus is well")


def test_all_well_as_the_operator_who_writes_nothing(doctor: Doctor, secured: SecuredBroker) -> None:
    said = doctor(secured.url, user=OPERATOR, password=PASSWORD, ca=str(secured.ca))
    assert said.code == 0, said.line


def test_a_missing_topic(doctor: Doctor, tmp_path: Path) -> None:
    broker = Broker(tmp_path / "kafka").start()
    bus = open_bus(broker.url)
    bus.ensure_topics({name: spec for name, spec in topic_specs().items() if name != LACKING})
    bus.close()
    said = doctor(broker.url)
    broker.kill()
    assert said == (f"topic {LACKING} is not on this bus: script/cin bus topics --create", 1)


def test_all_well(doctor: Doctor, plain: Broker, bus: Bus) -> None:
    said = doctor(plain.url)
    assert said.code == 0
    assert (
        said.line
        == "The bus is well: it answers, topics and rights are there, every group and outbox gets on."
    )


def test_a_topic_that_takes_less_than_is_said(doctor: Doctor, plain: Broker, bus: Bus) -> None:
    admin = KafkaAdminClient(bootstrap_servers=plain.bootstrap)
    topic = ConfigResource(ConfigResourceType.TOPIC, LACKING, {LIMIT_OF_A_TOPIC: "1000000"})
    admin.alter_configs([topic])
    said = doctor(plain.url)
    admin.reset_configs([topic])
    admin.close()
    assert said == (
        f"topic {LACKING} takes 1000000 bytes at most: set its {LIMIT_OF_A_TOPIC} to {LARGEST} or more",
        1,
    )


def test_a_group_without_members_is_told_from_one_whose_members_stand(
    doctor: Doctor, plain: Broker, bus: Bus
) -> None:
    member = bus.subscribe("records", heard_by("records"))
    while not member.assignment:
        member.poll(0.5)
    bus.publish([Record(LACKING, "key", b"")] * 2)
    standing = doctor(plain.url, "--service", "records")
    member.close()
    alone = doctor(plain.url, "--service", "records")
    assert standing == (
        "group records stands still: 2 messages wait and its members take none: see records:worker's /readyz",
        1,
    )
    assert alone == ("group records has no members: 2 messages wait: start records:worker", 1)


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (
            {"attempts": 3, "last_error": "TooLarge"},
            f"planning's outbox stands: a message for {LACKING} was tried 3 times (TooLarge)",
        ),
        (
            {"put_at": datetime(2020, 1, 6, tzinfo=UTC)},
            f"planning's outbox stands: a message for {LACKING} has waited since 2020-01-06T00:00:00+00:00",
        ),
    ],
    ids=["refused", "never tried"],
)
def test_an_outbox_that_stands(
    doctor: Doctor, plain: Broker, bus: Bus, tmp_path: Path, tried: dict[str, Any], said: str
) -> None:
    settings = Settings({"CIN_DATA": str(tmp_path)})
    house = House(settings, bus, CivilClock(settings.zone))
    database = house.database("planning")
    upgrade(database, migrations_of("planning"))
    outbox = Outbox(PIPES["planning"], Contracts(TOPICS), "planning", house.clock)
    with database.begin() as session:
        outbox.put(session, ChildRegistered(child="c1", version=1, on="2027-01-06"))
    just_said = doctor(plain.url, "--service", "planning")
    with database.begin() as session:
        session.execute(update(PIPES["planning"].outbox).values(**tried))
    database.close()
    assert just_said.code == 0
    assert doctor(plain.url, "--service", "planning") == (f"{said}: see planning:worker's /readyz", 1)


def test_parked_messages(doctor: Doctor, plain: Broker, bus: Bus, tmp_path: Path) -> None:
    settings = Settings({"CIN_DATA": str(tmp_path)})
    house = House(settings, bus, CivilClock(settings.zone))
    upgrade(house.database("records"), migrations_of("records"))
    message = Message(LACKING, 0, 0, "key", b"", {}, house.machine.now())
    with house.database("records").begin() as session:
        park(session, PIPES["records"], "records", message, ValueError("x"))
    house.database("records").close()
    said = doctor(plain.url, "--service", "records")
    assert said == ("records has 1 parked: script/cin parked list --service records", 1)
