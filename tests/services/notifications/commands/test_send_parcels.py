"""From order to sent, whatever the mail server does: nothing lost, nothing sent twice without need."""

import re

import pytest

from plumbing.supervisor import STUCK
from services.notifications.adapters import parcels
from services.notifications.adapters.smtp import Post
from services.notifications.commands import send_parcels as sending_module
from services.notifications.commands.prepare_parcels import prepare_parcels
from services.notifications.commands.send_parcels import send_parcels, sending_waits
from services.notifications.domain.sending import LEASE
from tests.services.notifications.mail_servers import DROP, mail_server, unstuffed
from tests.services.notifications.said import (
    ANN,
    BEA,
    all_parcels,
    later,
    order_copy,
    order_invitation,
    said,
    states,
    words,
    work,
)


def test_an_order_is_prepared_and_sent_and_said_to_be(desk, neighbours, mail) -> None:
    document = order_copy(desk, neighbours)
    work(desk)
    (parcel,) = all_parcels(desk)
    assert parcel.state == "sent" and unstuffed(mail.taken[0]) == parcel.content
    assert mail.recipients == [f"rcpt TO:<{ANN}@agency.example>"]
    sent, complete = said(desk)
    assert (sent.person, sent.document, sent.channel, sent.on) == (ANN, document, "mail", "2026-12-17")
    assert (complete.DESCRIPTOR.name, complete.on) == ("CirculationComplete", "2026-12-17")
    work(desk)
    assert len(mail.taken) == 1 and len(said(desk)) == 2


def test_each_recipient_has_a_mail_of_their_own(desk, neighbours, mail) -> None:
    for person in (ANN, BEA):
        order_copy(desk, neighbours, person, copies=2)
    work(desk)
    assert [len(re.findall(rb"(?m)^(?:To|Cc|Bcc):", raw)) for raw in mail.taken] == [1, 1]
    assert b"bea" not in mail.taken[0] and b"ann" not in mail.taken[1].lower().replace(b"annot", b"")
    assert words(desk) == ["CopySent", "CopySent", "CirculationComplete"]


def test_a_mail_server_that_is_down_loses_nothing(desk, neighbours, watch) -> None:
    with mail_server() as gone:
        pass
    real = desk.post
    object.__setattr__(desk, "post", Post(gone.url, tls="off"))
    order_copy(desk, neighbours)
    for _ in range(4):
        work(desk)
        assert states(desk) == ["queued"] and sending_waits(desk) is None
        later(watch, seconds=90)
    assert sending_waits(desk) == "notifications: 1 to send" and words(desk) == []
    kept = all_parcels(desk)[0].content
    object.__setattr__(desk, "post", real)
    work(desk)
    assert states(desk) == ["sent"] and all_parcels(desk)[0].content == kept


@pytest.mark.parametrize("when", ["RCPT", "DATA", "end"])
def test_a_server_that_says_not_now_is_asked_again(desk, neighbours, mail, watch, when) -> None:
    mail.says[when] = "451 not now"
    order_copy(desk, neighbours)
    work(desk)
    assert all_parcels(desk)[0].reason == "not sent yet (451)" and send_parcels(desk) == 0
    mail.says.clear()
    later(watch, seconds=30)
    work(desk)
    assert states(desk) == ["sent"] and all_parcels(desk)[0].reason == ""


def test_an_uncertain_mail_is_sent_again_byte_for_byte_three_times_and_then_shown(
    desk, neighbours, mail, watch
) -> None:
    mail.says["end"] = DROP
    order_copy(desk, neighbours)
    work(desk)
    assert states(desk) == ["uncertain"] and words(desk) == []
    for _ in range(6):
        later(watch)
        work(desk)
    assert len(mail.taken) == 4 and len(set(mail.taken)) == 1
    assert states(desk) == ["failed"] and all_parcels(desk)[0].reason == "uncertain: look at it"
    assert words(desk) == ["CopyFailed"]


def test_an_uncertain_mail_that_the_server_then_takes_is_sent(desk, neighbours, mail, watch) -> None:
    mail.says["end"] = DROP
    order_copy(desk, neighbours)
    work(desk)
    mail.says.clear()
    later(watch)
    work(desk)
    assert states(desk) == ["sent"] and len(set(mail.taken)) == 1 and len(mail.taken) == 2
    assert words(desk) == ["CopySent", "CirculationComplete"]


def test_a_claim_whose_worker_died_is_sent_again_when_its_lease_is_over(
    desk, neighbours, mail, watch
) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    assert sending_module._claim(desk, all_parcels(desk)[0].id) is not None  # and the worker dies
    assert states(desk) == ["sending"] and send_parcels(desk) == 0
    later(watch, minutes=5)
    assert send_parcels(desk) == 1
    (parcel,) = all_parcels(desk)
    assert parcel.state == "sent" and parcel.uncertain == 1 and unstuffed(mail.taken[0]) == parcel.content


def test_workers_that_die_again_and_again_leave_it_to_a_person(desk, neighbours, watch) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    claims = 0
    for _ in range(8):
        claims += sending_module._claim(desk, all_parcels(desk)[0].id) is not None
        later(watch, minutes=5)
    assert claims == 4 and states(desk) == ["failed"] and words(desk) == ["CopyFailed"]


def test_a_slow_worker_neither_takes_back_nor_repeats_what_another_has_sent(desk, neighbours, watch) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    slow = sending_module._claim(desk, all_parcels(desk)[0].id)
    later(watch, minutes=5)
    send_parcels(desk)
    sending_module._note_uncertain(desk, slow)
    sending_module._note_failed(desk, slow, "refused")
    sending_module._note_sent(desk, slow)
    assert states(desk) == ["sent"] and words(desk) == ["CopySent", "CirculationComplete"]


def test_a_mail_that_the_server_refuses_fails_and_is_not_tried_again(desk, neighbours, mail, watch) -> None:
    mail.says["RCPT"] = "550 no"
    order_copy(desk, neighbours)
    work(desk)
    later(watch)
    work(desk)
    (failed,) = said(desk)
    assert (failed.DESCRIPTOR.name, failed.reason) == ("CopyFailed", "refused by the mail server (550)")
    assert states(desk) == ["failed"] and mail.taken == []


def test_a_copy_superseded_on_the_wire_does_not_come_back_to_life(desk, neighbours, mail, watch) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    claimed = sending_module._claim(desk, all_parcels(desk)[0].id)
    order_copy(desk, neighbours, version=2, text="Second")
    sending_module._note(desk, claimed, {"state": "queued"})  # the server said: not now
    later(watch)
    work(desk)
    assert states(desk) == ["superseded", "sent"] and len(mail.taken) == 1


def test_no_invitation_follows_its_own_cancellation(desk, neighbours, mail, watch) -> None:
    mail.says["RCPT"] = "451 not now"
    order_invitation(desk, neighbours)
    prepare_parcels(desk)
    claimed = sending_module._claim(desk, all_parcels(desk)[0].id)
    order_invitation(desk, neighbours, "o2", method="CANCEL", sequence=1)
    sending_module._note(desk, claimed, {"state": "queued"})
    mail.says.clear()
    later(watch)
    work(desk)
    assert states(desk) == ["superseded", "sent"]
    assert [message.method for message in said(desk)] == ["CANCEL"]


def test_a_queued_invitation_gives_way_to_its_update(desk, neighbours, mail) -> None:
    order_invitation(desk, neighbours)
    prepare_parcels(desk)
    order_invitation(desk, neighbours, "o2", sequence=1)
    work(desk)
    assert states(desk) == ["superseded", "sent"] and b"<o2@" in mail.taken[0]


def test_a_circulation_is_complete_on_the_day_its_last_copy_went(
    desk, neighbours, mail, clock, watch
) -> None:
    order_copy(desk, neighbours, copies=2)
    work(desk)
    assert words(desk) == ["CopySent"]
    clock.steer(clock.today().replace(day=22))
    order_copy(desk, neighbours, BEA, copies=2)
    work(desk)
    assert words(desk)[-1] == "CirculationComplete" and said(desk)[-1].on == "2026-12-22"


def test_nothing_said_holds_a_name_or_an_address(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours)
    order_invitation(desk, neighbours)
    work(desk)
    everything = " ".join(str(message) for message in said(desk)).casefold()
    assert "agency.example" not in everything and "reed" not in everything and "marek" not in everything


def test_parcels_leave_in_the_order_in_which_they_came(desk, neighbours, mail) -> None:
    for number in range(25):
        order_copy(desk, neighbours, f"person-{number:02}", copies=25)
    while prepare_parcels(desk):
        pass
    while send_parcels(desk):
        pass
    people = [re.search(r"person-\d\d", each)[0] for each in mail.recipients]
    assert people == sorted(people) and len(people) == 25
    with desk.database.read() as session:
        assert len(parcels.of_circulation(session, "c1")) == 25


def test_a_mail_may_take_less_time_than_its_claim_holds_and_a_supervisor_waits(desk) -> None:
    assert Post("smtp://mail.example").longest < STUCK < LEASE.total_seconds()
