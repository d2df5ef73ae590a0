"""A broker begins where the first one on this machine left off, and without that it begins all the same."""

from pathlib import Path

import pytest

from demo.engines import head_start
from demo.engines.broker import Broker

pytestmark = pytest.mark.kafka


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's brokers look for what was left to them."""
    folder = tmp_path / "beside"
    folder.mkdir()
    monkeypatch.setattr(head_start, "jars", lambda: folder)
    return folder


def mapped(broker: Broker) -> bool:
    return ".jsa" in Path(f"/proc/{broker.pid}/maps").read_text()


def properties(broker: Broker) -> str:
    return (broker.folder / "data" / "meta.properties").read_text()


def test_the_first_broker_leaves_both_and_the_second_takes_them(tmp_path: Path, beside: Path) -> None:
    first = Broker(tmp_path / "first").start()
    assert first.stop() == 143
    left = {path.name.partition("-")[0] for path in beside.iterdir()}
    assert left == {"classes", "classes.lock", "formatted"}
    second = Broker(tmp_path / "second").start()
    assert mapped(second)
    second.stop()
    assert properties(first) == properties(second)


def test_another_node_is_formatted_for_itself(tmp_path: Path, beside: Path) -> None:
    head_start.keep_formatted(1, _formatted(tmp_path / "one"))
    assert head_start.formatted(1, tmp_path / "copy")
    assert (tmp_path / "copy" / "meta.properties").read_text() == "one"
    assert not head_start.formatted(2, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_what_is_kept_first_stays(tmp_path: Path, beside: Path) -> None:
    head_start.keep_formatted(1, _formatted(tmp_path / "one"))
    head_start.keep_formatted(1, _formatted(tmp_path / "two"))
    assert head_start.formatted(1, tmp_path / "copy")
    assert (tmp_path / "copy" / "meta.properties").read_text() == "one"
    assert [path.name for path in (beside / "formatted").iterdir()] == ["1"]


def _formatted(folder: Path) -> Path:
    folder.mkdir()
    for name in ("meta.properties", "bootstrap.checkpoint", "anything else"):
        (folder / name).write_text(folder.name)
    return folder


def test_a_java_that_keeps_no_classes_is_asked_once(beside: Path) -> None:
    asked: list[str] = []

    def refuses(word: str) -> bool:
        asked.append(word)
        return False

    assert [head_start.classes(refuses), head_start.classes(refuses)] == [[], []]
    assert len(asked) == 1 and asked[0].startswith("-XX:ArchiveClassesAtExit=")


def test_an_archive_that_was_cut_short_is_not_kept(beside: Path) -> None:
    def is_killed(word: str) -> bool:
        Path(word.partition("=")[2]).write_text("half")
        return False

    assert head_start.classes(is_killed) == []


def test_a_broker_starts_beside_an_archive_that_is_none(tmp_path: Path, beside: Path) -> None:
    def writes_nonsense(word: str) -> bool:
        Path(word.partition("=")[2]).write_text("no archive")
        return True

    assert head_start.classes(writes_nonsense)
    broker = Broker(tmp_path / "broker").start()
    assert not mapped(broker)
    assert broker.stop() == 143
