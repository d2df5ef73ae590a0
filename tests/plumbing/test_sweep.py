"""A sweep works while there is something to do, sleeps when there is not, and wakes when told."""

import time
from collections.abc import Callable
from threading import Event, Thread

from plumbing.hints import hint
from plumbing.roles import Role
from plumbing.sweep import GoOn, Sweep
from tests.contracts.reading import until

Run = Callable[[Role], Thread]


def test_a_sweep_works_batch_after_batch_without_a_pause(running: Run) -> None:
    batches = [3, 3, 1]
    sweep = Sweep("s", lambda _: batches.pop(0) if batches else 0, lambda: None, every=60)
    running(sweep)
    until(lambda: sweep.done == 7, "not all batches were worked")


def test_a_hint_wakes_a_sweep_at_once(running: Run) -> None:
    calls: list[float] = []

    def work(_: GoOn) -> int:
        calls.append(time.monotonic())
        return 0

    running(Sweep("woken", work, lambda: None, every=60))
    until(lambda: len(calls) == 1, "it never looked")
    time.sleep(0.1)
    hint("woken")
    until(lambda: len(calls) == 2, "it was not woken")


def test_a_hint_that_comes_while_it_works_is_not_lost(running: Run) -> None:
    calls: list[int] = []

    def work(_: GoOn) -> int:
        calls.append(1)
        if len(calls) == 1:
            hint("busy")
        return 0

    running(Sweep("busy", work, lambda: None, every=60))
    until(lambda: len(calls) == 2, "the hint was lost")


def test_without_a_hint_it_looks_every_so_often(running: Run) -> None:
    calls: list[int] = []

    def work(_: GoOn) -> int:
        calls.append(1)
        return 0

    running(Sweep("slow", work, lambda: None, every=0.05))
    until(lambda: len(calls) >= 5, "it does not come round")


def test_a_sweep_is_not_quiet_while_something_waits_or_is_in_hand(running: Run) -> None:
    gate, entered = Event(), Event()
    waiting: list[str] = ["two letters"]

    def work(_: GoOn) -> int:
        entered.set()
        gate.wait(10)
        return 0

    sweep = Sweep("letters", work, lambda: waiting[0] if waiting else None, every=60)
    assert sweep.quiet() == "two letters"
    running(sweep)
    assert entered.wait(10)
    waiting.clear()
    assert "in hand" in str(sweep.quiet())
    gate.set()
    until(lambda: sweep.quiet() is None, "never quiet")


def test_a_stop_in_mid_batch_leaves_the_rest_of_it() -> None:
    stop, done = Event(), []

    def work(go_on: GoOn) -> int:
        for number in range(20):
            if not go_on():
                break
            done.append(number)
            if number == 2:
                stop.set()
        return len(done)

    Sweep("letters", work, lambda: None, every=60).run(stop)
    assert done == [0, 1, 2]


def test_a_long_batch_shows_that_it_lives_with_each_part() -> None:
    stop, seen = Event(), []

    def work(go_on: GoOn) -> int:
        for _ in range(3):
            go_on()
            seen.append(sweep.last_loop)
            time.sleep(0.01)
        stop.set()
        return 3

    sweep = Sweep("letters", work, lambda: None, every=60)
    sweep.run(stop)
    assert seen == sorted(set(seen)) and len(seen) == 3
