"""Several workers of notifications at once: each mail leaves once, no hold is passed, "complete" is said."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from sqlalchemy import insert

from services.notifications.adapters import parcels, tables
from services.notifications.commands import send_parcels as sending_module
from services.notifications.commands.prepare_parcels import prepare_parcels
from services.notifications.commands.send_parcels import send_parcels
from services.notifications.commands.settle_parcels import lift_hold, place_hold
from tests.at_once import at_once
from tests.databases import ON_POSTGRESQL
from tests.services.notifications.said import (
    ANN,
    BEA,
    all_parcels,
    order_copy,
    order_invitation,
    states,
    words,
)


def test_four_senders_send_each_of_forty_mails_once(desk, neighbours, mail) -> None:
    for number in range(40):
        order_copy(desk, neighbours, f"person-{number}", copies=40)
    while prepare_parcels(desk):
        pass
    at_once([lambda: (send_parcels(desk), send_parcels(desk), send_parcels(desk))] * 4)
    assert states(desk) == ["sent"] * 40
    assert len(mail.recipients) == len(set(mail.recipients)) == 40
    assert words(desk).count("CopySent") == 40


@ON_POSTGRESQL
def test_a_sender_does_not_wait_for_what_another_has_in_hand(desk, neighbours, mail, monkeypatch) -> None:
    """The first stands in the transaction of its claim, with its locks."""
    for number in (1, 2):
        order_copy(desk, neighbours, f"person-{number}", circulation=f"c{number}")
    prepare_parcels(desk)
    mine = all_parcels(desk)[0].id
    reached, go_on, is_outdated = Event(), Event(), sending_module._is_outdated

    def stand(session, parcel) -> bool:
        if parcel.id == mine:
            reached.set()
            go_on.wait(20)
        return is_outdated(session, parcel)

    monkeypatch.setattr(sending_module, "_is_outdated", stand)
    monkeypatch.setattr(sending_module, "BATCH", 1)
    first, second = (Thread(target=lambda: send_parcels(desk)) for _ in range(2))
    first.start()
    assert reached.wait(10)
    second.start()
    second.join(5)
    sent_meanwhile = len(mail.taken)
    go_on.set()
    first.join()
    second.join()
    assert sent_meanwhile == 1
    assert states(desk) == ["sent"] * 2 and len(mail.taken) == 2


@pytest.mark.parametrize("round", range(6))
def test_the_last_two_copies_that_leave_at_once_are_complete(desk, neighbours, mail, round) -> None:
    """Each sender would see the other's copy as still open, and nobody would say it."""
    for person in (ANN, BEA):
        order_copy(desk, neighbours, person, copies=2)
    prepare_parcels(desk)
    claimed = [sending_module._claim(desk, parcel.id) for parcel in all_parcels(desk)]
    at_once([lambda one=one: sending_module._note_sent(desk, one) for one in claimed])
    assert words(desk).count("CirculationComplete") == 1


def test_four_preparers_keep_each_mail_once(desk, neighbours) -> None:
    for number in range(10):
        order_copy(desk, neighbours, f"person-{number}", copies=10)
    at_once([lambda: prepare_parcels(desk)] * 4)
    assert states(desk) == ["queued"] * 10
    if not desk.database.is_sqlite:
        assert len(neighbours.asked) == 2 * 10  # planning and records, once for each
    assert words(desk) == []


def test_a_claim_waits_for_a_hold_that_is_being_placed(desk, neighbours, mail) -> None:
    """What is claimed was not on hold: the hold's row is there, but not yet for others to see."""
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    with desk.database.begin() as session:
        parcels.lock_person(session, ANN)
        session.execute(insert(tables.hold).values(person=ANN, hold="h1", by="amina"))
        sender = Thread(target=lambda: send_parcels(desk))
        sender.start()
        sender.join(0.5)
        assert mail.taken == []
    sender.join()
    assert mail.taken == [] and states(desk) == ["queued"]


@pytest.mark.parametrize("round", range(5))
def test_after_a_hold_is_placed_only_what_it_counted_leaves(desk, neighbours, mail, round) -> None:
    for number in range(5):
        order_invitation(desk, neighbours, f"o{number}", invitation=f"i{number}")
    prepare_parcels(desk)
    on_the_wire: list[int] = []
    at_once(
        [
            lambda: send_parcels(desk),
            lambda: send_parcels(desk),
            lambda: on_the_wire.append(place_hold(desk, ANN, "h1", "amina")),
        ]
    )
    sent = states(desk).count("sent")
    send_parcels(desk)
    assert states(desk).count("sent") == sent == len(mail.taken)
    lift_hold(desk, ANN, "h1")
    prepare_parcels(desk)
    send_parcels(desk)
    assert states(desk) == ["sent"] * 5 and len(mail.taken) == 5


def test_parcels_that_come_at_once_get_numbers_of_their_own(desk, neighbours) -> None:
    def order(number: int) -> Callable[[], object]:
        return lambda: order_copy(desk, neighbours, f"person-{number}", circulation=f"c{number}")

    at_once(order(number) for number in range(8))
    assert [parcel.number for parcel in all_parcels(desk)] == list(range(1, 9))
