"""A copy that waited long is asked for, addressed and checked anew; nothing that was passed leaves."""

import pytest
from cin.v1 import claims_pb2

from services.notifications.adapters.smtp import Post
from services.notifications.commands import send_parcels as sending_module
from services.notifications.commands.prepare_parcels import prepare_parcels
from tests.services.notifications.mail_servers import DROP, mail_server
from tests.services.notifications.said import (
    ANN,
    BEA,
    all_parcels,
    later,
    order_copy,
    order_invitation,
    recipient,
    said,
    states,
    words,
    work,
)


@pytest.fixture
def mail_down_overnight(desk, neighbours, watch):
    """A copy and an invitation could not go in the evening; in the morning the server is back."""
    with mail_server() as gone:
        pass
    real = desk.post
    object.__setattr__(desk, "post", Post(gone.url, tls="off"))
    order_copy(desk, neighbours)
    order_invitation(desk, neighbours)
    work(desk)
    assert states(desk) == ["queued", "queued"]
    later(watch, hours=14)
    object.__setattr__(desk, "post", real)
    return desk


def test_a_copy_that_waited_a_night_goes_to_the_address_of_the_morning(
    mail_down_overnight, neighbours, mail
) -> None:
    neighbours.recipients[ANN] = recipient(ANN, mail="ann.safe@agency.example")
    for _ in range(2):
        work(mail_down_overnight)
    assert states(mail_down_overnight) == ["sent", "sent"]
    assert mail.recipients == ["rcpt TO:<marek@family.example>", "rcpt TO:<ann.safe@agency.example>"]


def test_a_copy_that_waited_a_night_does_not_go_to_whoever_is_no_longer_entitled(
    mail_down_overnight, neighbours, mail
) -> None:
    neighbours.recipients[ANN] = recipient(ANN, entitled=False)
    for _ in range(2):
        work(mail_down_overnight)
    assert states(mail_down_overnight) == ["failed", "sent"] and len(mail.taken) == 1
    failed = next(message for message in said(mail_down_overnight) if message.DESCRIPTOR.name == "CopyFailed")
    assert (failed.person, failed.reason) == (ANN, "no longer entitled")


def test_a_copy_that_waited_a_night_is_checked_against_what_is_hidden_by_the_morning(
    mail_down_overnight, neighbours, mail
) -> None:
    hidden = [claims_pb2.Protected(kind="place", value="Things Go Well", id="v1")]
    neighbours.recipients[ANN] = recipient(ANN, hidden=hidden)
    for _ in range(2):
        work(mail_down_overnight)
    assert states(mail_down_overnight) == ["blocked", "sent"] and len(mail.taken) == 1


def test_a_copy_waits_until_planning_can_be_asked_again(mail_down_overnight, neighbours, mail, watch) -> None:
    neighbours.down.add("planning")
    for _ in range(2):
        work(mail_down_overnight)
    assert states(mail_down_overnight) == ["ordered", "sent"] and len(mail.taken) == 1
    neighbours.down.clear()
    later(watch)
    work(mail_down_overnight)
    assert states(mail_down_overnight) == ["sent", "sent"]


def test_what_may_already_have_gone_keeps_its_bytes_however_long_it_waits(
    desk, neighbours, mail, watch
) -> None:
    mail.says["end"] = DROP
    order_copy(desk, neighbours)
    work(desk)
    mail.says.clear()
    later(watch, hours=14)
    work(desk)
    assert states(desk) == ["sent"] and len(mail.taken) == 2 and mail.taken[0] == mail.taken[1]


def test_a_request_replayed_after_its_successor_never_leaves(desk, neighbours, mail) -> None:
    order_invitation(desk, neighbours, "o2", sequence=1)
    work(desk)
    order_invitation(desk, neighbours, "o1", sequence=0)
    work(desk)
    assert [(p.object, p.state) for p in all_parcels(desk)] == [("o2", "sent")] and len(mail.taken) == 1


def test_a_request_replayed_after_its_cancellation_never_leaves(desk, neighbours, mail) -> None:
    order_invitation(desk, neighbours, "o2", method="CANCEL", sequence=1)
    order_invitation(desk, neighbours, "o1", sequence=0)
    work(desk)
    assert [(p.method, p.state) for p in all_parcels(desk)] == [("CANCEL", "sent")]


def test_a_cancellation_leaves_even_when_a_newer_request_came_first(desk, neighbours, mail) -> None:
    order_invitation(desk, neighbours, "o3", sequence=2)
    order_invitation(desk, neighbours, "o2", method="CANCEL", sequence=1)
    work(desk)
    assert states(desk) == ["sent", "sent"] and len(mail.taken) == 2


def test_what_is_said_twice_is_sent_once(desk, neighbours, mail) -> None:
    for _ in range(2):
        order_copy(desk, neighbours)
        order_invitation(desk, neighbours)
        work(desk)
    assert states(desk) == ["sent", "sent"] and len(mail.taken) == 2
    assert sorted(words(desk)) == ["CirculationComplete", "CopySent", "InvitationSent"]


def test_whoever_is_left_out_of_a_new_decision_is_not_sent_the_old_one(desk, neighbours, mail, watch) -> None:
    """Theirs was on the wire when the decision came, so that it could not be taken back there and then."""
    order_copy(desk, neighbours, ANN)
    prepare_parcels(desk)
    (parcel,) = all_parcels(desk)
    assert sending_module._claim(desk, parcel.id) is not None
    order_copy(desk, neighbours, BEA, version=2)
    sending_module._note(desk, parcel, {"state": "queued"})
    later(watch)
    work(desk)
    assert states(desk) == ["superseded", "sent"]
    assert mail.recipients == [f"rcpt TO:<{BEA}@agency.example>"]


def test_a_copy_superseded_on_the_wire_that_does_leave_is_kept_as_it_left(desk, neighbours) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    claimed = sending_module._claim(desk, all_parcels(desk)[0].id)
    order_copy(desk, neighbours, version=2)
    sending_module._note_sent(desk, claimed)
    old = all_parcels(desk)[0]
    assert old.state == "sent" and old.content == claimed.content and old.content
