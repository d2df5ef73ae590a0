"""A database from yesterday: what left since is found in the mail server's log, and is not sent again."""

import re
from datetime import UTC, date, datetime

import pytest
from cin.v1 import delivery_pb2
from sqlalchemy import delete

from services.notifications.adapters import restores, tables
from services.notifications.commands.after_a_restore import begin_restore, finish_restore, reconcile
from services.notifications.commands.prepare_parcels import prepare_parcels
from services.notifications.commands.send_parcels import sending_waits
from services.notifications.commands.settle_parcels import send_again
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

AT = datetime(2026, 12, 16, 15, tzinfo=UTC)
DOMAINS = ("council.example", "meetings.example.org")


def log_of(mail) -> dict[str, datetime]:
    """What the mail server took, as it would log it."""
    return {re.search(rb"(?m)^Message-ID: (\S+)", raw)[1].decode(): AT for raw in mail.taken}


def back_to_before(desk) -> None:
    """As a backup has it from which all these orders and words are missing."""
    with desk.database.begin() as session:
        for table in (tables.parcel, tables.complete, tables.plumbing.outbox, tables.plumbing.inbox):
            session.execute(delete(table))


def strays(desk) -> list[restores.Stray]:
    with desk.database.read() as session:
        return restores.strays(session)


def test_from_begin_to_finish_nothing_leaves(desk, neighbours, mail) -> None:
    begin_restore(desk)
    order_copy(desk, neighbours)
    order_invitation(desk, neighbours)
    for _ in range(3):
        work(desk)
    assert mail.taken == [] and states(desk) == ["queued", "queued"] and sending_waits(desk) is None
    finish_restore(desk, "sue", without_log=True)
    work(desk)
    assert len(mail.taken) == 2 and states(desk) == ["sent", "sent"]


def test_a_second_begin_changes_nothing_and_one_finish_ends_both(desk, neighbours, mail) -> None:
    begin_restore(desk)
    begin_restore(desk)
    finish_restore(desk, "sue", without_log=True)
    order_copy(desk, neighbours)
    work(desk)
    assert states(desk) == ["sent"]


def test_what_waits_in_the_backup_and_was_taken_is_sent_on_its_day(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours)
    prepare_parcels(desk)
    (parcel,) = all_parcels(desk)
    begin_restore(desk)
    assert reconcile(desk, {parcel.message_id: AT}, DOMAINS) == (0, 1, 0)
    finish_restore(desk, "sue")
    work(desk)
    assert mail.taken == [] and states(desk) == ["sent"] and all_parcels(desk)[0].on == date(2026, 12, 16)
    assert [(type(each), each.on) for each in said(desk)] == [
        (delivery_pb2.CopySent, "2026-12-16"),
        (delivery_pb2.CirculationComplete, "2026-12-16"),
    ]
    assert reconcile(desk, {parcel.message_id: AT}, DOMAINS) == (1, 0, 0)
    assert len(said(desk)) == 2


def test_a_copy_that_is_heard_of_once_more_is_not_sent_once_more(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours)
    order_copy(desk, neighbours, BEA, circulation="c2")
    work(desk)
    log = log_of(mail)
    assert len(log) == 2
    back_to_before(desk)
    begin_restore(desk)
    assert reconcile(desk, log, DOMAINS) == (0, 0, 2)
    assert strays(desk) == [restores.Stray(one, AT) for one in log]
    order_copy(desk, neighbours)  # said again by records
    work(desk)
    assert states(desk) == ["sent"] and words(desk) == ["CopySent", "CirculationComplete"]
    finish_restore(desk, "sue")
    later(desk.machine, seconds=90)
    work(desk)
    assert len(mail.taken) == 2, "what had gone before the restore went again"
    (parcel,) = all_parcels(desk)
    assert [one.message_id for one in strays(desk)] == [each for each in log if each != parcel.message_id]


def test_a_copy_of_other_words_is_another_mail_and_goes(desk, neighbours, mail) -> None:
    order_copy(desk, neighbours)
    work(desk)
    log = log_of(mail)
    back_to_before(desk)
    begin_restore(desk)
    reconcile(desk, log, DOMAINS)
    finish_restore(desk, "sue")
    order_copy(desk, neighbours, text="Minutes\nCorrected.\n")
    work(desk)
    assert len(mail.taken) == 2 and len(strays(desk)) == 1


def test_a_copy_that_is_sent_again_on_purpose_has_a_message_id_of_its_own(desk, neighbours, mail) -> None:
    mail.says["RCPT"] = "550 no such mailbox"
    order_copy(desk, neighbours)
    work(desk)
    mail.says.clear()
    send_again(desk, "c1", ANN)
    work(desk)
    first, second = all_parcels(desk)
    assert (first.state, second.state) == ("failed", "sent") and first.message_id != second.message_id


@pytest.mark.parametrize(
    "foreign", ["<0b6f3c1e-0000-4000-8000-000000000001@elsewhere.example>", "<1@council.example>"]
)
def test_mail_of_others_is_no_concern_of_ours(desk, foreign) -> None:
    begin_restore(desk)
    assert reconcile(desk, {foreign: AT}, DOMAINS) == (0, 0, 0) and strays(desk) == []


def test_what_was_refused_stays_refused(desk, neighbours, mail) -> None:
    mail.says["end"] = "550 no"
    order_copy(desk, neighbours)
    work(desk)
    begin_restore(desk)
    assert reconcile(desk, {all_parcels(desk)[0].message_id: AT}, DOMAINS) == (1, 0, 0)
    assert states(desk) == ["failed"]
