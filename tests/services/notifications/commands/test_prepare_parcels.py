"""An order becomes the very bytes that leave, or stays here and says why."""

from datetime import timedelta

import pytest
from cin.v1 import claims_pb2

from plumbing.neighbour import Neighbour
from plumbing.tokens import Tokens
from services.notifications.commands.prepare_parcels import prepare_parcels, preparing_waits
from services.notifications.commands.send_parcels import send_parcels
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

HIDDEN = [claims_pb2.Protected(id="v1", kind="address", value="17 Harbour Street, Whitley Bay, NE26 9ZZ")]


def test_an_order_is_prepared_and_nothing_is_sent_by_that(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours)
    assert preparing_waits(desk) == "notifications: 1 to prepare"
    assert prepare_parcels(desk) == 1 and states(desk) == ["queued"]
    assert preparing_waits(desk) is None and prepare_parcels(desk) == 0
    assert mail.taken == [] and words(desk) == []


def test_a_copy_that_says_what_its_reader_must_not_see_never_leaves_and_says_where(
    desk, neighbours, mail
) -> None:
    neighbours.recipients[ANN] = recipient(ANN, hidden=HIDDEN)
    order_copy(desk, neighbours, text="Minutes\nShe moved\nto 17 Har-\nbour St last week.\n")
    work(desk)
    (parcel,) = all_parcels(desk)
    assert parcel.state == "blocked" and parcel.content is None
    assert parcel.blocked == [{"id": "v1", "kind": "address", "where": "line 3 of the copy"}]
    assert mail.commands == []
    (failed,) = said(desk)
    assert failed.DESCRIPTOR.name == "CopyFailed" and "harbour" not in str(failed).casefold()


def test_a_copy_that_would_go_by_hand_is_checked_as_well(desk, neighbours) -> None:
    neighbours.recipients[ANN] = recipient(ANN, secure=False, hidden=HIDDEN)
    order_copy(desk, neighbours, text="ne26 9zz")
    work(desk)
    assert states(desk) == ["blocked"]


def test_a_copy_whose_words_cannot_be_read_cannot_be_checked_and_stays(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours, text=" \n")
    work(desk)
    assert states(desk) == ["failed"] and mail.commands == [] and words(desk) == ["CopyFailed"]


def test_another_document_than_the_one_that_was_filed_never_leaves(desk, neighbours, mail) -> None:
    document = order_copy(desk, neighbours)
    neighbours.documents[document].pdf = b"%PDF of another family"
    work(desk)
    assert states(desk) == ["failed"] and mail.commands == []


def test_whoever_is_no_longer_entitled_gets_nothing_and_records_is_not_even_asked(
    desk, neighbours, mail
) -> None:
    neighbours.recipients[ANN] = recipient(ANN, entitled=False)
    order_copy(desk, neighbours)
    work(desk)
    assert states(desk) == ["failed"] and mail.commands == []
    assert neighbours.asked == ["planning"]
    (failed,) = said(desk)
    assert (failed.person, failed.reason, failed.on) == (ANN, "no longer entitled", "2026-12-17")


@pytest.mark.parametrize("different", [{"secure": False}, {"mail": ""}])
def test_without_a_secure_address_a_copy_goes_by_hand(desk, neighbours, mail, different) -> None:
    neighbours.recipients[ANN] = recipient(ANN, **different)
    order_copy(desk, neighbours)
    work(desk)
    assert states(desk) == ["by hand"] and mail.commands == [] and words(desk) == []


def test_an_address_that_is_none_fails_that_copy_alone(desk, neighbours, mail) -> None:
    neighbours.recipients[ANN] = recipient(ANN, mail="ann@agency.example\r\nRCPT TO:<x@other.example>")
    order_copy(desk, neighbours, copies=2)
    order_copy(desk, neighbours, BEA, copies=2)
    work(desk)
    assert states(desk) == ["failed", "sent"] and len(mail.taken) == 1
    assert words(desk) == ["CopyFailed", "CopySent"]


def test_an_invitation_that_contradicts_itself_fails_alone(desk, neighbours, mail) -> None:
    neighbours.objects["bad"] = invitation_object("bad", message_id="<a@b>\r\nBcc: x@other.example")
    order_invitation(desk, neighbours, "bad", invitation="i0")
    order_invitation(desk, neighbours, "o1")
    work(desk)
    assert states(desk) == ["failed", "sent"]
    assert words(desk) == ["InvitationFailed", "InvitationSent"]


def test_an_invitation_without_a_safe_address_is_told_by_hand(desk, neighbours, mail) -> None:
    neighbours.objects["o1"] = invitation_object("o1", attendee="")
    order_invitation(desk, neighbours)
    work(desk)
    assert states(desk) == ["by hand"] and mail.commands == []


@pytest.mark.parametrize("service", ["planning", "records"])
def test_an_order_waits_for_a_neighbour_that_is_down(desk, neighbours, mail, watch, service) -> None:
    neighbours.down.add(service)
    order_copy(desk, neighbours)
    work(desk)
    (parcel,) = all_parcels(desk)
    assert parcel.state == "ordered" and parcel.try_at - desk.now > timedelta(seconds=8)
    assert prepare_parcels(desk) == 0
    neighbours.down.clear()
    later(watch, seconds=11)
    work(desk)
    assert states(desk) == ["sent"] and len(mail.taken) == 1


def test_an_order_waits_for_a_neighbour_that_cannot_be_reached(desk, neighbours, keys, watch) -> None:
    there = desk.neighbours["records"]
    desk.neighbours["records"] = Neighbour("records", "http://127.0.0.1:9", Tokens("notifications", keys))
    order_copy(desk, neighbours)
    for _ in range(3):
        work(desk)
        later(watch)
    assert states(desk) == ["ordered"]
    desk.neighbours["records"] = there
    work(desk)
    assert states(desk) == ["sent"]


def test_an_order_that_a_neighbour_refuses_fails_visibly(desk, neighbours) -> None:
    document = order_copy(desk, neighbours)
    del neighbours.documents[document]
    work(desk)
    (parcel,) = all_parcels(desk)
    assert parcel.state == "failed" and parcel.reason == "its content was refused (404)"
    assert words(desk) == ["CopyFailed"]


def test_an_order_for_somebody_on_another_circulation_is_not_held_up(desk, neighbours, mail) -> None:
    document = order_copy(desk, neighbours)
    del neighbours.documents[document]
    order_copy(desk, neighbours, BEA, circulation="c2", text="Other minutes")
    prepare_parcels(desk)
    send_parcels(desk)
    assert states(desk) == ["failed", "sent"]


def test_a_higher_version_supersedes_what_has_not_left(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours, text="First")
    prepare_parcels(desk)
    second = order_copy(desk, neighbours, version=2, text="Second")
    assert states(desk) == ["superseded", "ordered"] and all_parcels(desk)[0].content is None
    work(desk)
    assert states(desk) == ["superseded", "sent"] and len(mail.taken) == 1
    assert [(m.version, m.document) for m in said(desk) if m.DESCRIPTOR.name == "CopySent"] == [(2, second)]


def test_a_lower_version_that_comes_late_is_passed_over(desk, neighbours) -> None:
    order_copy(desk, neighbours, version=2)
    order_copy(desk, neighbours, version=1, text="Old")
    assert [parcel.version for parcel in all_parcels(desk)] == [2]


def test_a_newer_invitation_supersedes_one_that_was_to_be_told_by_hand(desk, neighbours, mail) -> None:
    neighbours.objects["o1"] = invitation_object("o1", attendee="")
    order_invitation(desk, neighbours)
    work(desk)
    order_invitation(desk, neighbours, "o2", sequence=1)
    work(desk)
    assert states(desk) == ["superseded", "sent"]
