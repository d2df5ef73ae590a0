"""What notifications tells of its mail on /metrics, and that each figure goes back when its reason goes."""

from prometheus_client import REGISTRY

from services.notifications.commands.send_parcels import send_parcels
from services.notifications.commands.settle_parcels import lift_hold, note_bounce, place_hold, send_again
from services.notifications.worker.measures import measure
from tests.services.notifications.said import ANN, BEA, later, order_copy, work


def figures(desk) -> dict[str, float | None]:
    measure(desk)
    names = ("mails_waiting", "mails_waiting_oldest_age_seconds", "mails_held", "copies_failed")
    return {name: REGISTRY.get_sample_value(name, {"service": "notifications"}) for name in names}


def test_what_waits_is_counted_with_the_age_of_the_oldest_until_it_has_left(desk, neighbours, watch) -> None:
    order_copy(desk, neighbours)
    later(watch, seconds=90)
    order_copy(desk, neighbours, BEA)
    told = figures(desk)
    assert told["mails_waiting"] == 2
    assert 90 <= (told["mails_waiting_oldest_age_seconds"] or 0) < 100
    work(desk)
    told = figures(desk)
    assert (told["mails_waiting"], told["mails_waiting_oldest_age_seconds"]) == (0, 0)


def test_the_age_goes_on_though_a_copy_is_prepared_anew(desk, neighbours, mail, watch) -> None:
    mail.says["RCPT"] = "451 not now"
    order_copy(desk, neighbours)
    work(desk)
    later(watch, seconds=3600)
    send_parcels(desk)
    work(desk)
    assert (figures(desk)["mails_waiting_oldest_age_seconds"] or 0) >= 3600


def test_what_is_on_hold_is_told_apart_from_what_waits(desk, neighbours) -> None:
    order_copy(desk, neighbours)
    place_hold(desk, ANN, "h1", "staff")
    told = figures(desk)
    assert (told["mails_waiting"], told["mails_held"]) == (0, 1)
    lift_hold(desk, ANN, "h1")
    told = figures(desk)
    assert (told["mails_waiting"], told["mails_held"]) == (1, 0)


def test_a_copy_that_came_back_counts_until_it_is_sent_again(desk, neighbours) -> None:
    order_copy(desk, neighbours)
    work(desk)
    assert figures(desk)["copies_failed"] == 0
    note_bounce(desk, "c1", ANN)
    assert figures(desk)["copies_failed"] == 1
    send_again(desk, "c1", ANN)
    assert figures(desk)["copies_failed"] == 0
