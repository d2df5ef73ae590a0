"""`cin bus` on both engines: what is there, what waits, and one line for each thing that is wrong."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from demo.engines.broker import Broker
from plumbing.bus import Bus, Record, open_bus
from script.rights_table import PAGE, with_table
from services.__main__ import main
from services.rights import RIGHTS, Right
from services.running import topic_specs


@pytest.fixture(params=["log", pytest.param("kafka", marks=pytest.mark.kafka)])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("CIN_DATA", str(tmp_path))
    monkeypatch.setattr("services.bus_commands._STILL", 0.3)
    if request.param == "log":
        monkeypatch.setenv("CIN_BUS", f"log://{tmp_path}/bus.db")
        yield f"log://{tmp_path}/bus.db"
        return
    broker = Broker(tmp_path / "kafka").start()
    monkeypatch.setenv("CIN_BUS", broker.url)
    yield broker.url
    broker.kill()


@pytest.fixture
def bus(url: str) -> Iterator[Bus]:
    """With every topic on it."""
    bus = open_bus(url)
    bus.ensure_topics(topic_specs())
    yield bus
    bus.close()


def _cin(*words: str) -> Result:
    return CliRunner().invoke(main, ["bus", *words])


def test_topics_that_are_missing_are_named_and_made(url: str) -> None:
    before = _cin("topics")
    assert before.exit_code == 1
    assert "cin.child.v1" in before.output and "MISSING" in before.output
    assert "script/cin bus topics --create" in _cin("doctor").output
    made = _cin("topics", "--create")
    assert made.exit_code == 0 and "MISSING" not in made.output


def test_a_bus_in_order_is_said_to_be_well(bus: Bus) -> None:
    said = _cin("doctor")
    assert said.exit_code == 0, said.output
    assert "The bus is well" in said.output


def test_lag_and_a_group_that_stands_still_are_shown(bus: Bus) -> None:
    bus.publish([Record("cin.alarm.v1", "key", b"1")])
    member = bus.subscribe("planning", ["cin.alarm.v1"])
    while not (heard := member.poll(0.5)):
        pass
    member.commit(heard)
    bus.publish([Record("cin.alarm.v1", "key", b"2")] * 2)
    member.close()
    lines = [line.split() for line in _cin("lag").output.splitlines()]
    assert ["planning", "cin.alarm.v1", "2"] in lines
    said = _cin("doctor", "--service", "planning")
    assert said.exit_code == 1
    assert "group planning has no members: 2 messages wait: start planning:worker" in said.output


def test_a_group_is_set_back_only_while_nobody_reads(bus: Bus) -> None:
    bus.publish([Record("cin.alarm.v1", "key", b"1")])
    member = bus.subscribe("planning", ["cin.alarm.v1"])
    while not (heard := member.poll(0.5)):
        pass
    member.commit(heard)
    refused = _cin("reset", "planning", "cin.alarm.v1", "--to", "earliest")
    assert refused.exit_code == 1 and "has members reading: stop them" in refused.output
    member.close()
    done = _cin("reset", "planning", "cin.alarm.v1", "--to", "earliest")
    assert done.exit_code == 0, done.output
    assert sum(bus.lag("planning").values()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reset", "planning", "cin.child.v1", "--to", "earliest"), "planning does not hear cin.child.v1"),
        (("reset", "planning", "cin.alarm.v1", "--to", "soon"), "earliest, latest or an instant"),
    ],
)
def test_a_reset_that_makes_no_sense_is_refused(bus: Bus, words: tuple[str, ...], said: str) -> None:
    refused = _cin(*words)
    assert refused.exit_code == 1 and said in refused.output


def test_a_broker_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CIN_DATA", str(tmp_path))
    monkeypatch.setenv("CIN_BUS", "kafka://127.0.0.1:9")
    said = _cin("doctor")
    assert said.exit_code == 1
    assert said.output.startswith("broker 127.0.0.1:9 cannot be reached")
    assert said.output.count("\n") == 1


def test_the_rights_are_listed_for_whoever_grants_them() -> None:
    listed = _cin("rights").output
    assert "cin.child.v1" in listed and "User:operator" in listed


def test_the_rights_are_also_written_as_commands_of_the_broker() -> None:
    """Each right once, in Kafka's own words; passwords are the reader's own files, never in the line."""
    lines = _cin("rights", "--commands").output.splitlines()
    users = [shlex.split(line) for line in lines if line.startswith("kafka-configs.sh")]
    assert [words[words.index("--entity-name") + 1] for words in users] == list(RIGHTS)
    assert "SCRAM-SHA-512=[password=$(cat first/planning.broker)]" in users[0]
    said = {
        Right(user, kind, name, operation, "prefixed" in words)
        for words in (shlex.split(line) for line in lines if line.startswith("kafka-acls.sh"))
        for user in [words[words.index("--allow-principal") + 1].removeprefix("User:")]
        for kind in ("topic", "group")
        for name in _after(f"--{kind}", words)
        for operation in _after("--operation", words)
    }
    assert said == {right for rights in RIGHTS.values() for right in rights}
    assert len(users) + sum(line.startswith("kafka-acls.sh") for line in lines) == len(lines)


def _after(option: str, words: list[str]) -> list[str]:
    return [words[place + 1] for place, word in enumerate(words) if word == option]


def test_the_page_for_operators_lists_the_rights() -> None:
    """Run script/rights_table.py."""
    assert with_table(PAGE.read_text("utf-8")) == PAGE.read_text("utf-8")
    for user in RIGHTS:
        assert f"| `{user}` |" in PAGE.read_text("utf-8")
