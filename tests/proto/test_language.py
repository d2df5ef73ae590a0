"""The published language: its table for people, its examples, and that nobody breaks it by accident."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cin.v1.registry import TOPICS, Topic
from google.protobuf.json_format import MessageToDict, Parse
from google.protobuf.message import Message

from plumbing.contracts import Contracts
from services.notifications.worker.handlers import handlers as notifications
from services.planning.worker.handlers import handlers as planning
from services.records.worker.handlers import handlers as records
from services.running import SERVICES
from services.scheduler.worker.handlers import handlers as scheduler

PROTO = Path(__file__).parent.parent.parent / "proto"
EXAMPLES = PROTO / "examples"
MESSAGES = [(topic, message) for topic in TOPICS for message in topic.messages]
HEARS: Mapping[str, Any] = {
    "planning": planning,
    "scheduler": scheduler,
    "records": records,
    "notifications": notifications,
}
NOBODY: Any = SimpleNamespace()
"""Handlers are made, never called: what they would work with does not matter here."""


def _of(value: object) -> str:
    return value.name if isinstance(value, Topic) else str(getattr(value, "__name__", value))


def _buf(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("buf") or str(Path(sys.executable).parent / "buf")
    return subprocess.run([program, *arguments], cwd=PROTO.parent, capture_output=True, text=True, timeout=60)


def _table() -> list[list[str]]:
    rows = re.findall(r"^\| `(cin\.[^`]+)` \|(.*)\|$", (PROTO / "README.md").read_text("utf-8"), re.MULTILINE)
    return [[name, *(cell.strip().replace("`", "") for cell in rest.split("|"))] for name, rest in rows]


def _row(topic: Topic) -> list[str]:
    said_by, heard, key = ", ".join(topic.said_by), ", ".join(topic.heard_by), topic.key.replace("|", " or ")
    said = ", ".join(message.DESCRIPTOR.name for message in topic.messages)
    return [topic.name, said_by, heard, key, f"{topic.kept_days} days", said]


def _example(message: type[Message]) -> Message:
    return Parse((EXAMPLES / f"{message.DESCRIPTOR.name}.json").read_text("utf-8"), message())


def test_the_table_for_people_is_the_registry() -> None:
    assert _table() == [_row(topic) for topic in TOPICS]


def test_every_message_of_a_topic_has_one_example_and_no_example_is_left_over() -> None:
    names = sorted(message.DESCRIPTOR.name for _, message in MESSAGES)
    assert sorted(path.stem for path in EXAMPLES.glob("*.json")) == names


@pytest.mark.parametrize(("topic", "message"), MESSAGES, ids=_of)
def test_an_example_fills_every_field_and_survives_the_wire(topic: Topic, message: type[Message]) -> None:
    example = _example(message)
    again = message.FromString(example.SerializeToString())
    assert again == example
    assert Parse((EXAMPLES / f"{message.DESCRIPTOR.name}.json").read_text("utf-8"), message()) == again
    assert set(MessageToDict(example, preserving_proto_field_name=True)) == set(
        message.DESCRIPTOR.fields_by_name
    )


@pytest.mark.parametrize(("topic", "message"), MESSAGES, ids=_of)
def test_every_message_finds_its_topic_and_its_key(topic: Topic, message: type[Message]) -> None:
    example = _example(message)
    found = Contracts(TOPICS).address(example)
    holder: Any = example
    for choice in topic.key.split("|"):
        if choice.partition(".")[0] in message.DESCRIPTOR.fields_by_name:
            for step in choice.split("."):
                holder = getattr(holder, step)
            break
    assert (found.topic, found.key) == (topic.name, holder)
    assert re.fullmatch(r"[0-9a-f-]{36}", found.key)


@pytest.mark.parametrize(("topic", "message"), MESSAGES, ids=_of)
def test_a_message_without_its_key_is_refused(topic: Topic, message: type[Message]) -> None:
    with pytest.raises(ValueError, match="needs a key"):
        Contracts(TOPICS).address(message())


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_hears_exactly_the_topics_that_the_registry_says(name: str) -> None:
    hears: Iterable[type[Message]] = HEARS[name](NOBODY)
    declared = {topic.name for topic in TOPICS if name in topic.heard_by}
    assert set(Contracts(TOPICS).topics_of(hears)) == declared


def test_every_topic_is_said_and_heard_by_services_that_exist_and_kept_for_some_days() -> None:
    for topic in TOPICS:
        assert {*topic.said_by, *topic.heard_by} <= set(SERVICES), topic.name
        assert topic.said_by and topic.heard_by and topic.kept_days > 0, topic.name


def test_no_message_of_a_topic_has_a_field_that_is_named_for_personal_data() -> None:
    """Ids, dates, states and clauses. `name` is a duty's name in the procedure's file."""
    personal = {"mail", "phone", "address", "place", "text", "words", "born", "reference", "note", "postcode"}
    found = [
        f"{message.DESCRIPTOR.name}.{field}"
        for _, message in MESSAGES
        for field in message.DESCRIPTOR.fields_by_name
        if personal & set(field.split("_")) and field != "place_shown"
    ]
    assert not found


def test_the_generated_code_is_what_the_proto_files_say(tmp_path: Path) -> None:
    sources = sorted(path.relative_to(PROTO).as_posix() for path in PROTO.rglob("*.proto"))
    out = [f"--python_out={tmp_path}", f"--pyi_out={tmp_path}"]
    command = [sys.executable, "-m", "grpc_tools.protoc", "-I.", *out, *sources]
    subprocess.run(command, cwd=PROTO, check=True, capture_output=True, timeout=60)
    written = sorted(tmp_path.rglob("*_pb2.py*"))
    assert len(written) == 2 * len(sources)
    stale = [each.name for each in written if each.read_bytes() != _kept(each, tmp_path)]
    assert not stale, f"{stale}: run script/proto"


def _kept(each: Path, folder: Path) -> bytes:
    kept = PROTO / each.relative_to(folder)
    return kept.read_bytes() if kept.exists() else b""


@pytest.mark.buf
def test_buf_finds_nothing_to_say_about_the_style() -> None:
    found = _buf("lint", "proto")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.buf
def test_nothing_that_was_published_is_broken() -> None:
    """A message already on a topic must still be read, in bytes and in JSON."""
    found = _buf("breaking", "proto", "--against", "proto/baseline.binpb")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.buf
def test_a_field_that_changes_its_type_would_be_found(tmp_path: Path) -> None:
    shutil.copytree(PROTO, tmp_path / "proto")
    person = tmp_path / "proto" / "cin" / "v1" / "person.proto"
    person.write_text(
        person.read_text("utf-8").replace("int64 contact_version = 3", "string contact_version = 3")
    )
    found = _buf("breaking", str(tmp_path / "proto"), "--against", "proto/baseline.binpb")
    assert found.returncode == 100 and "contact_version" in found.stdout
