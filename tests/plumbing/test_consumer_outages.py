"""The bus or the database away in the middle of a batch: nothing is passed over, the consumer lives on."""

import time
from collections.abc import Callable, Iterable, Sequence
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from plumbing import consumer, done
from plumbing.bus import BusDown, Message
from plumbing.roles import Role
from tests.contracts.reading import until
from tests.plumbing.conftest import Service, registered
from tests.plumbing.hearing import parked, publish

Run = Callable[[Role], Thread]


class Owing:
    """A subscription whose every second commit does not reach the bus: it is owed, and paid by the next."""

    def __init__(self, subscription: Any) -> None:
        self._subscription = subscription
        self._owed: list[Message] = []
        self._tried = 0

    def commit(self, messages: Sequence[Message]) -> None:
        self._owed += messages
        self._tried += 1
        if self._tried % 2:
            raise BusDown("nobody answers")
        self._subscription.commit(self._owed)
        self._owed = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._subscription, name)


def test_a_commit_that_fails_in_the_middle_of_a_batch_passes_nothing_over(
    hearer: Service, running: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe = hearer.bus.subscribe

    def owing(group: str, topics: Iterable[str]) -> Any:
        return Owing(subscribe(group, topics))

    monkeypatch.setattr(hearer.bus, "subscribe", owing)
    monkeypatch.setattr(done, "_COMMIT", -1.0)  # after each message
    for version in range(1, 31):
        publish(hearer, registered("c1", version), f"e{version}")
    role = hearer.consumer()
    running(role)
    until(lambda: len(hearer.kept()) == 30, "some were passed over")
    assert hearer.kept() == list(range(1, 31)) and not parked(hearer)
    publish(hearer, registered("c1", 31), "e31")  # what is owed at the end is paid with what comes next
    until(lambda: role.quiet() is None or len(hearer.kept()) == 31, "nothing was committed")


def test_a_consumer_that_cannot_count_what_is_parked_goes_on(
    hearer: Service, running: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def away(*_: Any) -> int:
        asked.append(1)
        if len(asked) < 4:
            raise OperationalError("", {}, Exception("away"))
        return 0

    monkeypatch.setattr(consumer, "count_open", away)
    monkeypatch.setattr(consumer, "_MEASURE", 0.0)
    thread = running(hearer.consumer())
    until(lambda: len(asked) > 4, "it does not look again")
    publish(hearer, registered("c1", 1), "e1")
    until(lambda: hearer.kept() == [1], "it hears nothing any more")
    assert thread.is_alive()


@pytest.mark.postgres
@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
def test_a_message_whose_handling_paused_too_long_is_handled_once_and_not_parked(
    hearer: Service, running: Run
) -> None:
    """A machine that stood still: the server has cut the transaction, and the message is not at fault."""
    tried: list[int] = []

    def pausing(session: Session, message: Any, envelope: Any) -> None:
        tried.append(1)
        if len(tried) == 1:
            session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '100ms'"))
            time.sleep(0.4)
        hearer.keep(session, message, envelope)

    publish(hearer, registered("c1", 1), "e1")
    running(hearer.consumer(pausing))
    until(lambda: bool(hearer.kept() or parked(hearer)), "nothing came of it")
    assert hearer.kept() == [1] and not parked(hearer) and len(tried) == 2


def test_a_partition_of_which_nothing_can_be_read_is_named(
    hearer: Service, running: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe = hearer.bus.subscribe

    def blind(group: str, topics: Iterable[str]) -> Any:
        found = subscribe(group, topics)
        monkeypatch.setattr(type(found), "fault", "cin.child.v1/0 cannot be read at offset 7")
        return found

    monkeypatch.setattr(hearer.bus, "subscribe", blind)
    role = hearer.consumer()
    running(role)
    until(lambda: "cin.child.v1/0 cannot be read at offset 7" in (role.ready() or ""), "nothing is said")
