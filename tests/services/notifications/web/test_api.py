"""Planning asks for its staff: each route opens for its own token, and what is held is shown as held."""

import pytest

from plumbing.clocks import MachineClock
from plumbing.tokens import Tokens
from plumbing.web.api import routes_without_guard
from services.notifications.commands.prepare_parcels import prepare_parcels
from services.notifications.commands.settle_parcels import place_hold
from services.notifications.web.api import notifications_api
from tests.services.notifications.said import (
    ANN,
    BEA,
    order_copy,
    order_invitation,
    recipient,
    states,
    work,
)


class Asker:
    """planning, asking notifications with a token for one action and thing."""

    def __init__(self, app, tokens) -> None:
        self._client = app.test_client()
        self._tokens = tokens

    def __call__(self, method, path, action, thing, json=None):
        token = self._tokens.sign("notifications", "sue", action, thing, MachineClock().now())
        headers = {"Authorization": f"Bearer {token}"}
        return self._client.open(path, method=method, json=json, headers=headers)


@pytest.fixture
def app(desk, keys):
    return notifications_api(desk, Tokens("notifications", keys))


@pytest.fixture
def ask(app, keys):
    return Asker(app, Tokens("planning", keys))


def test_every_route_names_what_it_is_asked_for(app) -> None:
    assert list(routes_without_guard(app)) == []
    assert len(app.view_functions) > 8


def test_a_token_for_another_circulation_or_action_opens_nothing(ask, desk, neighbours) -> None:
    order_copy(desk, neighbours)
    for action, thing in (("see_circulation", "c2"), ("see_meeting", "c1")):
        assert ask("GET", "/circulations/c1", action, thing).status_code == 403
    held = ask("PUT", f"/holds/{ANN}", "place_hold", BEA, {"hold": "h1"})
    assert held.status_code == 403


def test_the_state_of_each_copy_is_shown_without_where_it_went(ask, desk, neighbours) -> None:
    document = order_copy(desk, neighbours)
    work(desk)
    answer = ask("GET", "/circulations/c1", "see_circulation", "c1")
    (copy,) = answer.json["copies"]
    assert (copy["state"], copy["channel"], copy["on"]) == ("sent", "mail", "2026-12-17")
    assert copy["document"] == document and "agency.example" not in answer.text
    assert ask("GET", "/circulations/c9", "see_circulation", "c9").status_code == 404


def test_a_blocked_copy_is_shown_with_where_and_never_with_what(ask, desk, neighbours) -> None:
    hidden = [{"id": "v1", "kind": "phone", "value": "07700 900123"}]
    neighbours.recipients[ANN] = recipient(ANN, hidden=hidden)
    order_copy(desk, neighbours, text="one\nring oh double seven double oh nine double oh one two three")
    work(desk)
    answer = ask("GET", "/circulations/c1", "see_circulation", "c1")
    assert answer.json["copies"][0]["blocked"] == [
        {"id": "v1", "kind": "phone", "where": "line 2 of the copy"}
    ]
    assert "900123" not in answer.text


def test_a_hold_is_placed_shown_and_lifted(ask, desk, neighbours, mail) -> None:
    order_copy(desk, neighbours)
    order_invitation(desk, neighbours)
    prepare_parcels(desk)
    assert ask("PUT", f"/holds/{ANN}", "place_hold", ANN, {"hold": "h1"}).json == {"leaving": 0}
    work(desk)
    assert ask("GET", "/circulations/c1", "see_circulation", "c1").json["copies"][0]["state"] == "held"
    shown = ask("GET", "/meetings/m1/invitations", "see_meeting", "m1").json["invitations"]
    assert [one["state"] for one in shown] == ["held"] and mail.commands == []
    assert ask("DELETE", f"/holds/{ANN}", "lift_hold", ANN, {"hold": "h1"}).status_code == 200
    work(desk)
    assert states(desk) == ["sent", "sent"]


def test_a_hold_without_an_id_is_refused(ask, desk) -> None:
    for said in ({}, {"hold": ""}, {"hold": "h" * 37}):
        assert ask("PUT", f"/holds/{ANN}", "place_hold", ANN, said).status_code == 422


def test_what_is_to_be_printed_is_listed_unless_it_is_on_hold(ask, desk, neighbours) -> None:
    neighbours.recipients[ANN] = recipient(ANN, secure=False)
    order_copy(desk, neighbours)
    work(desk)
    listed = ask("GET", "/by-hand", "see_by_hand", "all").json["copies"]
    assert listed == [{"circulation": "c1", "person": ANN}]
    place_hold(desk, ANN, "h1", "sue")
    assert ask("GET", "/by-hand", "see_by_hand", "all").json["copies"] == []
    assert ask("GET", "/circulations/c1", "see_circulation", "c1").json["copies"][0]["state"] == "held"


def test_a_copy_is_ticked_off_comes_back_and_is_sent_again(ask, desk, neighbours) -> None:
    neighbours.recipients[ANN] = recipient(ANN, secure=False)
    order_copy(desk, neighbours)
    work(desk)
    path = f"/circulations/c1/copies/{ANN}"
    given = {"channel": "post", "on": "2026-12-16"}
    assert ask("POST", path + "/handed-over", "hand_over_copy", "c1", given).status_code == 200
    again = ask("POST", path + "/handed-over", "hand_over_copy", "c1", given)
    assert (again.status_code, again.json["detail"]) == (409, "this copy is handed over")
    assert ask("POST", path + "/bounced", "note_bounce", "c1").status_code == 200
    assert ask("POST", path + "/again", "send_again", "c1").status_code == 200
    assert states(desk) == ["bounced", "ordered"]


@pytest.mark.parametrize(
    "given", [{}, {"channel": "pigeon", "on": "2026-12-16"}, {"channel": "hand", "on": "soon"}]
)
def test_a_tick_that_says_neither_how_nor_when_is_refused(ask, desk, neighbours, given) -> None:
    neighbours.recipients[ANN] = recipient(ANN, secure=False)
    order_copy(desk, neighbours)
    work(desk)
    path = f"/circulations/c1/copies/{ANN}/handed-over"
    assert ask("POST", path, "hand_over_copy", "c1", given).status_code == 422
    assert states(desk) == ["by hand"]


def test_a_copy_for_nobody_is_not_found(ask, desk, neighbours) -> None:
    order_copy(desk, neighbours)
    path = f"/circulations/c1/copies/{BEA}/again"
    assert ask("POST", path, "send_again", "c1").status_code == 404
