"""A batch is left where nobody answers, and where the role is to stop; what was not tried is untouched."""

from datetime import timedelta

import pytest

from services.notifications.adapters.smtp import Post
from services.notifications.commands.prepare_parcels import prepare_parcels
from services.notifications.commands.send_parcels import send_parcels
from tests.services.notifications.mail_servers import DROP, mail_server, swallower
from tests.services.notifications.said import ANN, BEA, all_parcels, later, order_copy, states, work


@pytest.fixture(params=["refuses", "swallows"])
def silent(request: pytest.FixtureRequest):
    """The address of a mail server that does not answer."""
    if request.param == "swallows":
        with swallower() as url:
            yield url
        return
    with mail_server() as gone:
        pass
    yield gone.url


def test_where_no_mail_server_answers_one_mail_is_tried_and_the_rest_waits(
    desk, neighbours, mail, watch, silent
) -> None:
    for person in (ANN, BEA, "cat"):
        order_copy(desk, neighbours, person, copies=3)
    prepare_parcels(desk)
    real = desk.post
    object.__setattr__(desk, "post", Post(silent, tls="off", timeout=0.2))
    assert send_parcels(desk) == 0 and states(desk) == ["queued"] * 3
    tried, *rest = all_parcels(desk)
    assert tried.reason == "not sent yet (0)" and tried.try_at - desk.now > timedelta(seconds=5)
    assert [parcel.attempts for parcel in rest] == [0, 0]
    object.__setattr__(desk, "post", real)
    assert send_parcels(desk) == 2 and states(desk) == ["queued", "sent", "sent"]
    later(watch, seconds=30)
    work(desk)
    assert states(desk) == ["sent"] * 3 and [parcel.uncertain for parcel in all_parcels(desk)] == [0] * 3


@pytest.mark.parametrize(("when", "answer"), [("RCPT", "451 not now"), ("end", DROP)])
def test_a_mail_server_that_says_not_now_or_loses_one_answer_is_given_the_rest(
    desk, neighbours, mail, when, answer
) -> None:
    mail.says[when] = answer
    for person in (ANN, BEA):
        order_copy(desk, neighbours, person, copies=2)
    prepare_parcels(desk)
    assert send_parcels(desk) == 2
    assert [parcel.attempts for parcel in all_parcels(desk)] == [1, 1]


def test_a_stop_ends_the_batch_between_two_mails(desk, neighbours, mail) -> None:
    for person in (ANN, BEA):
        order_copy(desk, neighbours, person, copies=2)
    prepare_parcels(desk)
    assert send_parcels(desk, lambda: not mail.taken) == 1
    assert states(desk) == ["sent", "queued"] and len(mail.taken) == 1


def test_a_neighbour_that_is_down_is_asked_once_and_the_rest_waits(desk, neighbours) -> None:
    neighbours.down.add("planning")
    for person in (ANN, BEA):
        order_copy(desk, neighbours, person, copies=2)
    assert prepare_parcels(desk) == 0
    tried, other = all_parcels(desk)
    assert (tried.attempts, other.attempts) == (1, 0) and other.try_at <= desk.now < tried.try_at
    neighbours.down.clear()
    assert prepare_parcels(desk) == 1 and states(desk) == ["ordered", "queued"]


def test_a_stop_ends_the_batch_between_two_orders(desk, neighbours) -> None:
    for person in (ANN, BEA):
        order_copy(desk, neighbours, person, copies=2)
    assert prepare_parcels(desk, lambda: "queued" not in states(desk)) == 1
    assert states(desk) == ["queued", "ordered"]
