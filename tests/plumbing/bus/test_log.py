"""What only the embedded log promises: one file, several processes, nothing burnt while idle."""

import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from plumbing.bus import Fenced, Record, TopicSpec, open_bus
from plumbing.bus.log import LogBus
from plumbing.hints import Listener
from tests.contracts.reading import hear, say, values

SAY = """
import sys
from plumbing.bus import Fenced, Record, open_bus
bus = open_bus(sys.argv[1])
for number in range(int(sys.argv[3])):
    bus.publish([Record("t", sys.argv[2], str(number).encode())])
    print(number, flush=True)
"""


@pytest.fixture
def bus(tmp_path: Path) -> LogBus:
    bus = LogBus(str(tmp_path / "bus.db"))
    bus.ensure_topics({"t": TopicSpec()})
    return bus


def _process(tmp_path: Path, key: str, count: int) -> subprocess.Popen[bytes]:
    url = f"log://{tmp_path}/bus.db"
    return subprocess.Popen([sys.executable, "-c", SAY, url, key, str(count)], stdout=subprocess.PIPE)


def test_a_url_opens_the_log(tmp_path: Path) -> None:
    assert isinstance(open_bus(f"log://{tmp_path}/deep/bus.db"), LogBus)


@pytest.mark.parametrize("url", ["bus.db", "log://relative", "redis://host"])
def test_any_other_url_is_refused_with_what_is_wanted(url: str) -> None:
    with pytest.raises(ValueError, match="log:///an/absolute/path"):
        open_bus(url)


def test_several_processes_publish_into_one_file_and_each_keys_order_holds(
    bus: LogBus, tmp_path: Path
) -> None:
    processes = [_process(tmp_path, key, 50) for key in "abc"]
    heard = hear(bus.subscribe("g", ["t"]), 150)
    assert [process.wait(20) for process in processes] == [0, 0, 0]
    for key in "abc":
        assert values(m for m in heard if m.key == key) == [str(n) for n in range(50)]


def test_what_a_killed_process_was_told_is_durable_is_there(bus: LogBus, tmp_path: Path) -> None:
    process = _process(tmp_path, "a", 100_000)
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    process.kill()
    acknowledged = 20 + len(process.stdout.read().splitlines())
    heard = hear(bus.subscribe("g", ["t"]), acknowledged)
    assert values(heard)[:acknowledged] == [str(n) for n in range(acknowledged)]


def test_a_reader_in_the_same_process_is_woken_at_once_though_it_has_waited_long(
    bus: LogBus, tmp_path: Path
) -> None:
    listener = Listener(f"log:{tmp_path}/bus.db")
    say(bus, "t", "a", "1")
    assert listener.wait(0)
    member = bus.subscribe("g", ["t"])
    delays: list[float] = []
    for number in range(3):
        member.commit(member.poll(1.0))
        said: list[float] = []
        thread = Thread(target=_say_later, args=(bus, str(number), said))
        thread.start()
        member.commit(member.poll(5))
        delays.append(time.monotonic() - said[0])
        thread.join()
    assert sorted(delays)[1] < 0.1


def test_a_commit_from_before_the_group_was_divided_anew_is_fenced(bus: LogBus) -> None:
    say(bus, "t", "a", "1")
    member = bus.subscribe("g", ["t"])
    heard = hear(member, 1, commit=False)
    bus.subscribe("g", ["t"]).close()
    with pytest.raises(Fenced):
        member.commit(heard)
    assert values(hear(member, 1)) == ["1"]


def test_a_waiting_reader_burns_hardly_any_processor(bus: LogBus) -> None:
    member = bus.subscribe("g", ["t"])
    member.poll(0.5)
    before = time.thread_time()
    member.poll(2.0)
    assert time.thread_time() - before < 0.1


def test_a_waiting_reader_holds_no_lock(bus: LogBus, tmp_path: Path) -> None:
    member = bus.subscribe("g", ["t"])
    thread = Thread(target=member.poll, args=(1.5,))
    thread.start()
    impatient = sqlite3.connect(tmp_path / "bus.db", timeout=0.2, isolation_level=None)
    for _ in range(20):
        impatient.execute("BEGIN IMMEDIATE")
        impatient.execute("COMMIT")
        time.sleep(0.02)
    thread.join()


def test_what_is_old_and_heard_by_all_is_forgotten(bus: LogBus) -> None:
    say(bus, "t", "a", "1", "2")
    member = bus.subscribe("g", ["t"])
    hear(member, 2)
    _prune(bus)
    member.close()
    bus.reset("g", "t", "earliest")
    assert values(hear(bus.subscribe("g", ["t"]), 1)) == ["end"]


def test_what_a_listening_group_has_not_heard_is_never_forgotten(bus: LogBus) -> None:
    say(bus, "t", "a", "1", "2", "3")
    slow = bus.subscribe("slow", ["t"])
    heard = hear(slow, 3, commit=False)
    slow.commit(heard[:1])
    hear(bus.subscribe("quick", ["t"]), 3)
    _prune(bus)
    slow.close()
    assert values(hear(bus.subscribe("slow", ["t"]), 3))[:2] == ["2", "3"]


def test_what_is_young_is_kept_for_a_group_that_comes_later(bus: LogBus) -> None:
    say(bus, "t", "a", "1")
    hear(bus.subscribe("g", ["t"]), 1)
    _prune(bus, kept=timedelta(days=1))
    assert values(hear(bus.subscribe("later", ["t"]), 1))[0] == "1"


def test_offsets_go_on_after_everything_was_forgotten(bus: LogBus) -> None:
    (first,) = bus.publish([Record("t", "a", b"1")])
    _prune(bus)
    (following,) = bus.publish([Record("t", "a", b"2")])
    assert following.offset > first.offset


def _say_later(bus: LogBus, value: str, said: list[float]) -> None:
    time.sleep(0.9)
    said.append(time.monotonic())
    say(bus, "t", "a", value)


def _prune(bus: LogBus, kept: timedelta = timedelta(0)) -> None:
    """Pruning is due with the first publish after topics were ensured; `end` itself is still young then."""
    bus.ensure_topics({"t": TopicSpec(kept=kept)})
    time.sleep(0.01)
    bus.publish([Record("t", "a", b"end")])
