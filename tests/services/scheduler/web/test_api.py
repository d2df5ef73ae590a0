"""Notifications fetches an object that is the same each time, and nothing of the person stays here."""

from collections.abc import Iterator
from threading import Thread

import pytest
from cin.v1 import claims_pb2
from flask import abort, request
from werkzeug.serving import make_server

from plumbing.clocks import MachineClock
from plumbing.neighbour import Neighbour, NeighbourDown, NeighbourRefused
from plumbing.tokens import Keys, Tokens
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf, routes_without_guard
from services.scheduler.commands.invite_people import change_contact, invite_people
from services.scheduler.web.api import scheduler_api
from tests.databases import rows_of
from tests.services.scheduler.commands.test_invite_people import contact_changed
from tests.services.scheduler.said import FATHER, NURSE, arranged, guest, outbox, rearranged

MAILS = {"1": "marek@example.com", "2": "marek.new@example.net", "3": ""}
CLAIM = {"action": "claim_object", "subject": "service"}


def planning_app(keys: Keys):
    """Planning's side of the claim, over real HTTP: a mailbox for each contact version."""
    app = api_app("planning", Tokens("planning", keys), MachineClock())
    routes = Blueprint("claims")

    @routes.get("/claims/meetings/<meeting>/invitees/<person>")
    @asks("claim_invitee", thing="meeting")
    def claim_invitee(meeting, person):
        version = request.args["contact_version"]
        if version not in MAILS:
            abort(404, "Marek Nowak has no such contact")
        return protobuf(
            claims_pb2.InviteeDetails(
                person=person,
                name="Marek Nowak",
                mail=MAILS[version],
                place="Civic Centre",
                zone="Europe/London",
                office_phone="01632 960000",
                organiser="Meetings",
                meetings_domain="meetings.example.org",
            )
        )

    add_routes(app, routes)
    return app


@pytest.fixture
def keys(tmp_path):
    keys = Keys(tmp_path / "keys")
    for service in ("planning", "scheduler", "notifications"):
        Tokens(service, keys)
    return keys


def serve(app) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def planning(keys):
    yield from serve(planning_app(keys))


@pytest.fixture
def app(desk, keys, planning):
    tokens = Tokens("scheduler", keys)
    return scheduler_api(desk, Neighbour("planning", planning, tokens), tokens, MachineClock())


@pytest.fixture
def url(app):
    yield from serve(app)


@pytest.fixture
def scheduler(url, keys):
    return Neighbour("scheduler", url, Tokens("notifications", keys))


@pytest.fixture
def invited(desk):
    with desk.database.begin() as session:
        invite_people(desk, session, arranged())
    return desk


def fetch(scheduler, due):
    path = f"/claims/invitations/{due.invitation}/objects/{due.object}"
    return scheduler.claim(path, claims_pb2.InvitationObject, thing=due.invitation, **CLAIM)


def of(desk, person):
    return [due for due in outbox(desk) if due.person == person]


def test_an_object_is_whole_and_the_same_each_time(invited, scheduler):
    (due,) = of(invited, FATHER)
    got = fetch(scheduler, due)
    assert got == fetch(scheduler, due)
    assert (got.method, got.sequence, got.person) == ("REQUEST", 0, FATHER)
    assert (got.attendee, got.organiser_name) == ("marek@example.com", "Meetings")
    assert got.subject == "Invitation: Meeting, Wednesday 9 December 2026, 10am"
    assert b"LOCATION:Civic Centre\r\n" in got.ics
    assert f"ORGANIZER;CN=Meetings:mailto:{got.organiser}\r\n".encode() in got.ics.replace(b"\r\n ", b"")
    assert got.message_id == f"<{due.object}@meetings.example.org>"


def test_an_object_of_the_past_is_built_as_it_was_issued(invited, scheduler):
    (due,) = of(invited, FATHER)
    before = fetch(scheduler, due)
    with invited.database.begin() as session:
        invite_people(invited, session, rearranged(2, starts="2026-12-09T09:00", material=True))
    assert fetch(scheduler, due) == before
    changed = fetch(scheduler, of(invited, FATHER)[-1])
    assert changed.subject == "Changed: Meeting, Wednesday 9 December 2026, 9am"
    assert changed.in_reply_to == before.message_id
    assert changed.organiser == before.organiser


def test_a_changed_contact_sends_each_mailbox_its_own(invited, scheduler):
    (first,) = of(invited, FATHER)
    with invited.database.begin() as session:
        change_contact(invited, session, contact_changed(2))
    _, cancel, request = (fetch(scheduler, due) for due in of(invited, FATHER))
    assert (cancel.method, cancel.attendee) == ("CANCEL", "marek@example.com")
    assert (request.method, request.attendee) == ("REQUEST", "marek.new@example.net")
    assert request.organiser != cancel.organiser
    assert b"marek@example.com" not in request.SerializeToString()
    assert cancel.subject.startswith("Cancelled: ")


def test_whoever_is_out_learns_neither_the_new_time_nor_the_place(invited, scheduler):
    moved = rearranged(
        2, starts="2026-12-09T09:00", material=True, invitees=[guest(FATHER, contact_version=2)]
    )
    with invited.database.begin() as session:
        invite_people(invited, session, moved)
    for cancel in (of(invited, FATHER)[1], of(invited, NURSE)[1]):
        got = fetch(scheduler, cancel)
        assert got.subject == "Cancelled: Meeting, Wednesday 9 December 2026, 10am"
        assert b"20261209T100000" in got.ics and b"20261209T090000" not in got.ics
        assert b"Civic" not in got.SerializeToString()
    assert b"20261209T090000" in fetch(scheduler, of(invited, FATHER)[2]).ics


def test_a_place_that_is_not_safe_stands_nowhere(desk, scheduler):
    with desk.database.begin() as session:
        invite_people(desk, session, arranged(invitees=[guest(FATHER, place_shown=False)]))
    got = fetch(scheduler, outbox(desk)[0])
    assert b"Civic" not in got.SerializeToString()


def test_without_a_safe_mailbox_there_are_words_and_no_object(desk, scheduler):
    with desk.database.begin() as session:
        invite_people(desk, session, arranged(invitees=[guest(FATHER, contact_version=3)]))
    got = fetch(scheduler, outbox(desk)[0])
    assert (got.attendee, got.ics) == ("", b"")
    assert "10am to 11am, Wednesday 9 December 2026" in got.text


def test_what_planning_will_not_say_is_not_found_and_names_nobody(desk, scheduler):
    with desk.database.begin() as session:
        invite_people(desk, session, arranged(invitees=[guest(FATHER, contact_version=9)]))
    with pytest.raises(NeighbourRefused) as refusal:
        fetch(scheduler, outbox(desk)[0])
    assert refusal.value.status == 404
    assert "Marek" not in str(refusal.value)


def test_a_planning_that_cannot_be_reached_is_worth_asking_again(invited, keys):
    tokens = Tokens("scheduler", keys)
    nowhere = Neighbour("planning", "http://127.0.0.1:9", tokens)
    for url in serve(scheduler_api(invited, nowhere, tokens, MachineClock())):
        scheduler = Neighbour("scheduler", url, Tokens("notifications", keys))
        with pytest.raises(NeighbourDown):
            fetch(scheduler, outbox(invited)[0])


def test_an_object_of_another_invitation_is_not_found(invited, scheduler):
    one, other = of(invited, FATHER)[0], of(invited, NURSE)[0]
    path = f"/claims/invitations/{one.invitation}/objects/{other.object}"
    with pytest.raises(NeighbourRefused) as refusal:
        scheduler.claim(path, claims_pb2.InvitationObject, thing=one.invitation, **CLAIM)
    assert refusal.value.status == 404


def test_how_a_meetings_invitations_stand_is_told_to_a_person_through_planning_alone(
    invited, scheduler, url, keys
):
    path = "/meetings/meeting-1/invitations"
    asked = {"actor": "staff-1", "action": "see_meeting", "thing": "meeting-1"}
    with pytest.raises(NeighbourRefused):
        scheduler.call("GET", path, **asked)
    told = Neighbour("scheduler", url, Tokens("planning", keys)).call("GET", path, **asked)
    assert [set(one) for one in told["invitations"]] == [
        {"invitation", "person", "method", "sequence", "state", "on", "reason"}
    ] * 2
    assert {(one["person"], one["state"], one["on"]) for one in told["invitations"]} == {
        (FATHER, "due", "2026-11-26"),
        (NURSE, "due", "2026-11-26"),
    }


def test_every_route_names_what_it_is_asked_for(app):
    assert list(routes_without_guard(app)) == []


def test_no_name_and_no_mailbox_stays_in_the_database(invited, scheduler, desk):
    fetch(scheduler, of(invited, FATHER)[0])
    kept = "\n".join(rows_of(desk.database))
    assert "person-father" in kept
    assert "Marek" not in kept and "marek@" not in kept and "Civic" not in kept
