"""What staff say of a copy, and what a hold stops."""

from datetime import date

import pytest

from services.notifications.commands import send_parcels as sending_module
from services.notifications.commands.prepare_parcels import prepare_parcels
from services.notifications.commands.send_parcels import send_parcels
from services.notifications.commands.settle_parcels import (
    CannotSettle,
    NotFound,
    hand_over_copy,
    hand_over_invitation,
    lift_hold,
    note_bounce,
    place_hold,
    send_again,
)
from tests.services.notifications.mail_servers import DROP
from tests.services.notifications.said import (
    ANN,
    BEA,
    all_parcels,
    invitation_object,
    later,
    order_copy,
    order_invitation,
    recipient,
    said,
    states,
    words,
    work,
)

MONDAY, THURSDAY = date(2026, 12, 14), date(2026, 12, 17)


@pytest.fixture
def by_hand(desk, neighbours):
    neighbours.recipients[ANN] = recipient(ANN, secure=False)
    order_copy(desk, neighbours)
    work(desk)
    return desk


@pytest.mark.parametrize("channel", ["hand", "post"])
def test_a_copy_handed_over_completes_the_circulation_on_the_day_it_was(by_hand, channel) -> None:
    hand_over_copy(by_hand, "c1", ANN, channel, MONDAY)
    sent, complete = said(by_hand)
    assert states(by_hand) == ["handed over"]
    assert (sent.channel, sent.on) == (channel, "2026-12-14")
    assert (complete.DESCRIPTOR.name, complete.on) == ("CirculationComplete", "2026-12-14")


def test_a_copy_by_mail_after_one_by_hand_makes_it_complete_on_the_later_day(by_hand, neighbours) -> None:
    hand_over_copy(by_hand, "c1", ANN, "hand", MONDAY)
    order_copy(by_hand, neighbours, BEA, circulation="c2", copies=2)
    neighbours.recipients["person-cy"] = recipient("person-cy", secure=False)
    order_copy(by_hand, neighbours, "person-cy", circulation="c2", copies=2)
    work(by_hand)
    hand_over_copy(by_hand, "c2", "person-cy", "hand", MONDAY)
    assert words(by_hand)[-1] == "CirculationComplete" and said(by_hand)[-1].on == "2026-12-17"


def test_nothing_is_handed_over_in_the_future_twice_or_by_nobody(by_hand) -> None:
    with pytest.raises(CannotSettle, match="future"):
        hand_over_copy(by_hand, "c1", ANN, "hand", date(2026, 12, 18))
    with pytest.raises(NotFound):
        hand_over_copy(by_hand, "c1", BEA, "hand", THURSDAY)
    hand_over_copy(by_hand, "c1", ANN, "hand", THURSDAY)
    with pytest.raises(CannotSettle, match="handed over"):
        hand_over_copy(by_hand, "c1", ANN, "hand", THURSDAY)
    assert words(by_hand) == ["CopySent", "CirculationComplete"]


def test_a_copy_that_came_back_is_open_until_it_has_gone_again(desk, neighbours, mail, clock) -> None:
    order_copy(desk, neighbours)
    work(desk)
    note_bounce(desk, "c1", ANN)
    assert states(desk) == ["bounced"] and words(desk)[-1] == "CopyFailed"
    assert said(desk)[-1].reason == "bounced"
    clock.steer(date(2026, 12, 21))
    neighbours.recipients[ANN] = recipient(ANN, mail="ann.new@agency.example")
    send_again(desk, "c1", ANN)
    work(desk)
    assert states(desk) == ["bounced", "sent"] and "ann.new@" in mail.recipients[-1]
    assert words(desk)[-2:] == ["CopySent", "CirculationComplete"] and said(desk)[-1].on == "2026-12-21"


def test_one_that_came_back_keeps_the_others_from_completing(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours, copies=2)
    work(desk)
    note_bounce(desk, "c1", ANN)
    order_copy(desk, neighbours, BEA, copies=2)
    work(desk)
    assert "CirculationComplete" not in words(desk)


def test_a_copy_that_has_not_gone_cannot_come_back_nor_one_that_went_be_sent_again(desk, neighbours) -> None:
    order_copy(desk, neighbours)
    with pytest.raises(CannotSettle, match="ordered"):
        note_bounce(desk, "c1", ANN)
    work(desk)
    with pytest.raises(CannotSettle, match="sent"):
        send_again(desk, "c1", ANN)
    assert states(desk) == ["sent"]


def test_a_blocked_copy_sent_again_is_checked_again(desk, neighbours, mail) -> None:
    hidden = [{"id": "v1", "kind": "place", "value": "Rowan House Refuge"}]
    neighbours.recipients[ANN] = recipient(ANN, hidden=hidden)
    order_copy(desk, neighbours, text="at Rowan Hse")
    work(desk)
    send_again(desk, "c1", ANN)
    work(desk)
    assert states(desk) == ["blocked", "blocked"] and mail.commands == []
    neighbours.recipients[ANN] = recipient(ANN)
    send_again(desk, "c1", ANN)
    work(desk)
    assert states(desk)[-1] == "sent"


def test_an_uncertain_copy_sent_again_by_a_person_leaves_no_second_to_be_resent(
    desk, neighbours, mail, watch
) -> None:
    mail.says["end"] = DROP
    order_copy(desk, neighbours)
    work(desk)
    send_again(desk, "c1", ANN)
    mail.says.clear()
    later(watch)
    work(desk)
    assert states(desk) == ["superseded", "sent"] and len(mail.taken) == 2


def test_a_hold_between_preparing_and_sending_stops_a_copy_and_lifting_it_lets_it_go(
    desk, neighbours, mail
) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    assert place_hold(desk, ANN, "h1", "sue") == 0
    assert send_parcels(desk) == 0 and mail.commands == []
    lift_hold(desk, ANN, "h1")
    work(desk)
    assert states(desk) == ["sent"] and len(mail.taken) == 1


def test_a_hold_placed_after_the_batch_was_read_still_stops_each_claim(desk, neighbours) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    (parcel,) = all_parcels(desk)
    place_hold(desk, ANN, "h1", "sue")
    assert sending_module._claim(desk, parcel.id) is None and states(desk) == ["queued"]


def test_what_waited_under_a_hold_goes_to_where_it_is_safe_when_the_hold_is_lifted(
    desk, neighbours, mail
) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    place_hold(desk, ANN, "h1", "sue")
    neighbours.recipients[ANN] = recipient(ANN, mail="ann.safe@agency.example")
    lift_hold(desk, ANN, "h1")
    work(desk)
    assert mail.recipients == ["rcpt TO:<ann.safe@agency.example>"]


def test_a_hold_stops_one_person_and_nobody_else(desk, neighbours, mail) -> None:
    for person in (ANN, BEA):
        order_copy(desk, neighbours, person, copies=2)
    place_hold(desk, ANN, "h1", "sue")
    work(desk)
    assert states(desk) == ["ordered", "sent"] and BEA in mail.recipients[0]


def test_a_hold_stops_cancellations_too(desk, neighbours, mail) -> None:
    order_invitation(desk, neighbours)
    work(desk)
    order_invitation(desk, neighbours, "o2", method="CANCEL", sequence=1)
    prepare_parcels(desk)
    place_hold(desk, ANN, "h1", "sue")
    work(desk)
    assert len(mail.taken) == 1
    lift_hold(desk, ANN, "h1")
    work(desk)
    assert len(mail.taken) == 2 and [message.method for message in said(desk)] == ["REQUEST", "CANCEL"]


def test_of_two_holds_both_must_be_lifted_and_one_may_be_placed_twice(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours)
    for hold in ("h1", "h2", "h2"):
        place_hold(desk, ANN, hold, "sue")
    lift_hold(desk, ANN, "h2")
    work(desk)
    assert mail.commands == []
    lift_hold(desk, ANN, "h1")
    work(desk)
    assert len(mail.taken) == 1


def test_an_uncertain_mail_waits_under_a_hold_and_then_goes_unchanged(desk, neighbours, mail, watch) -> None:
    mail.says["end"] = DROP
    order_copy(desk, neighbours)
    work(desk)
    place_hold(desk, ANN, "h1", "sue")
    later(watch)
    work(desk)
    assert len(mail.taken) == 1
    mail.says.clear()
    lift_hold(desk, ANN, "h1")
    work(desk)
    assert states(desk) == ["sent"] and len(set(mail.taken)) == 1


def test_whoever_places_a_hold_learns_what_is_already_on_the_wire(desk, neighbours) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    sending_module._claim(desk, all_parcels(desk)[0].id)
    assert place_hold(desk, ANN, "h1", "sue") == 1
    assert place_hold(desk, BEA, "h1", "sue") == 0


def test_nothing_is_handed_over_under_a_hold(by_hand, neighbours) -> None:
    neighbours.objects["o1"] = invitation_object("o1", attendee="")
    order_invitation(by_hand, neighbours)
    work(by_hand)
    place_hold(by_hand, ANN, "h1", "sue")
    with pytest.raises(CannotSettle, match="on hold"):
        hand_over_copy(by_hand, "c1", ANN, "hand", THURSDAY)
    with pytest.raises(CannotSettle, match="on hold"):
        hand_over_invitation(by_hand, "i1")
    assert words(by_hand) == []


def test_an_invitation_told_by_hand_is_said_to_be(desk, neighbours) -> None:
    neighbours.objects["o1"] = invitation_object("o1", attendee="")
    order_invitation(desk, neighbours)
    work(desk)
    hand_over_invitation(desk, "i1")
    assert states(desk) == ["handed over"] and words(desk) == ["InvitationSent"]
    with pytest.raises(NotFound):
        hand_over_invitation(desk, "i1")
