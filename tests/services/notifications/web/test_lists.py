"""What staff are shown as a list: what is on hold, what is to be told by hand, when it was complete."""

import pytest

from plumbing.clocks import MachineClock
from plumbing.tokens import Tokens
from services.notifications.commands.settle_parcels import lift_hold, note_bounce, place_hold
from services.notifications.web.api import notifications_api
from tests.services.notifications.said import (
    ANN,
    BEA,
    invitation_object,
    order_copy,
    order_invitation,
    recipient,
    work,
)


@pytest.fixture
def look(desk, keys):
    """GET as planning, with a token for exactly that."""
    client = notifications_api(desk, Tokens("notifications", keys)).test_client()
    planning = Tokens("planning", keys)

    def get(path, action, thing):
        token = planning.sign("notifications", "sue", action, thing, MachineClock().now())
        answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        return answer.json

    return get


def test_a_circulation_says_on_which_day_it_was_complete(look, desk, neighbours) -> None:
    order_copy(desk, neighbours, ANN, copies=2)
    work(desk)
    assert look("/circulations/c1", "see_circulation", "c1")["complete_on"] == ""
    order_copy(desk, neighbours, BEA, copies=2)
    work(desk)
    assert look("/circulations/c1", "see_circulation", "c1")["complete_on"] == "2026-12-17"
    note_bounce(desk, "c1", BEA)
    assert look("/circulations/c1", "see_circulation", "c1")["complete_on"] == ""


def test_a_new_decision_is_not_complete_because_the_old_one_was(look, desk, neighbours) -> None:
    order_copy(desk, neighbours)
    work(desk)
    order_copy(desk, neighbours, version=2)
    assert look("/circulations/c1", "see_circulation", "c1")["complete_on"] == ""


def test_what_is_on_hold_is_listed_until_the_hold_is_lifted(look, desk, neighbours) -> None:
    order_copy(desk, neighbours, ANN, copies=2)
    order_copy(desk, neighbours, BEA, copies=2)
    order_invitation(desk, neighbours)
    place_hold(desk, ANN, "h1", "sue")
    held = look("/messages/held", "see_held", "all")["messages"]
    assert [(one["kind"], one["person"]) for one in held] == [("copy", ANN), ("invitation", ANN)]
    assert set(held[0]) == {"person", "kind", "circulation", "invitation", "meeting", "method"}
    lift_hold(desk, ANN, "h1")
    assert look("/messages/held", "see_held", "all") == {"messages": []}


def test_what_has_left_is_not_listed_as_on_hold(look, desk, neighbours) -> None:
    order_copy(desk, neighbours)
    work(desk)
    place_hold(desk, ANN, "h1", "sue")
    assert look("/messages/held", "see_held", "all") == {"messages": []}


def test_an_invitation_to_be_told_is_listed_beside_the_copies(look, desk, neighbours) -> None:
    neighbours.recipients[BEA] = recipient(BEA, secure=False)
    order_copy(desk, neighbours, BEA)
    neighbours.objects["o1"] = invitation_object("o1", attendee="")
    order_invitation(desk, neighbours)
    work(desk)
    assert look("/by-hand", "see_by_hand", "all") == {
        "copies": [{"circulation": "c1", "person": BEA}],
        "invitations": [{"invitation": "i1", "meeting": "m1", "method": "REQUEST", "person": ANN}],
    }
