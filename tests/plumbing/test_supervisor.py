"""The supervisor starts again what crashed, stops all in order, and never says quiet too early."""

import signal
import subprocess
import sys
import time
from threading import Event

from plumbing.supervisor import STUCK, Supervisor
from tests.contracts.reading import until


class Part:
    """A small role that crashes so many times before it works."""

    def __init__(self, name: str, crashes: int = 0, lingers: float = 0.0) -> None:
        self.name = name
        self.done = 0
        self.last_loop = time.monotonic()
        self.starts = 0
        self.stopped = False
        self._crashes = crashes
        self._lingers = lingers

    def run(self, stop: Event) -> None:
        self.starts += 1
        if self.starts <= self._crashes:
            raise RuntimeError("secret words")
        stop.wait()
        time.sleep(self._lingers)
        self.stopped = True

    def ready(self) -> str | None:
        return None if self.starts > self._crashes else f"{self.name}: not yet"

    def quiet(self) -> str | None:
        return None


class Working(Part):
    """Does something while it is asked whether it is quiet."""

    def quiet(self) -> str | None:
        self.done += 1
        return None


def test_a_role_that_crashes_is_started_again_and_the_others_go_on() -> None:
    shaky, steady = Part("shaky", crashes=1), Part("steady")
    supervisor = Supervisor([shaky, steady])
    supervisor.start()
    until(lambda: any("crashed (RuntimeError)" in line for line in supervisor.missing()), "not told")
    assert "secret" not in " ".join(supervisor.missing())
    until(lambda: supervisor.missing() == [], "it was not started again")
    assert supervisor.stop(5) == []
    assert (shaky.starts, steady.starts) == (2, 1)


def test_stop_waits_until_all_have_finished() -> None:
    part = Part("slow", lingers=0.3)
    supervisor = Supervisor([part])
    supervisor.start()
    assert supervisor.stop(5) == []
    assert part.stopped


def test_stop_names_those_that_do_not_finish_in_time() -> None:
    supervisor = Supervisor([Part("slow", lingers=2), Part("quick")])
    supervisor.start()
    assert supervisor.stop(0.2) == ["slow"]


def test_a_role_whose_work_may_take_longer_than_the_others_is_waited_for(monkeypatch) -> None:
    monkeypatch.setattr("plumbing.supervisor.STOPPING", 0.1)
    patient, hasty = Part("sending", lingers=0.5), Part("slow", lingers=0.5)
    patient.may_take = 5.0
    supervisor, other = Supervisor([patient]), Supervisor([hasty])
    supervisor.start()
    other.start()
    assert supervisor.stop() == []
    assert other.stop() == ["slow"]


def test_a_role_that_does_not_come_round_counts_as_stuck() -> None:
    part = Part("stuck")
    supervisor = Supervisor([part])
    supervisor.start()
    assert supervisor.stuck() == []
    part.last_loop = time.monotonic() - STUCK - 1
    assert supervisor.stuck() == ["stuck"]
    supervisor.stop(5)


def test_who_waited_last_is_asked_first_and_everybody_before_it_is_quiet() -> None:
    asked: list[str] = []

    class Asked(Part):
        waits = False

        def quiet(self) -> str | None:
            asked.append(self.name)
            return "a letter" if self.waits else None

    roles = [Asked("a"), Asked("b"), Asked("c")]
    supervisor = Supervisor(roles)
    roles[1].waits = True
    assert [supervisor.waiting(), supervisor.waiting()] == [["a letter"]] * 2
    assert asked == ["a", "b", "b"]
    roles[1].waits = False
    assert supervisor.waiting() == []
    assert asked[3:] == ["b", "a", "c"]


def test_quiet_is_not_believed_when_work_was_done_meanwhile() -> None:
    assert Supervisor([Part("a")]).waiting() == []
    assert Supervisor([Part("a"), Working("b")]).waiting() != []


def test_a_terminated_process_stops_its_roles_and_ends_with_zero() -> None:
    program = (
        "from plumbing.supervisor import Supervisor, run_until_told\n"
        "from plumbing.sweep import Sweep\n"
        "import sys\n"
        "def work(go_on):\n    print('up', flush=True)\n    return 0\n"
        "sys.exit(run_until_told(Supervisor([Sweep('s', work, lambda: None, 60)])))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
