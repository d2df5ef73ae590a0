"""A rightly signed token opens no more than it is for: no id from nowhere, none that is borrowed."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from uuid import uuid4

from cin.v1.claims_pb2 import Recipient
from werkzeug.test import TestResponse

from plumbing.clocks import MachineClock
from services.planning.domain.child import Child
from services.planning.domain.meeting import KINDS, Attendance, Meeting, Subject
from tests.cast import JOAN, MARTIN, SAMIRA
from tests.product.acts_on_a_record import first
from tests.product.scene import TODAY, Scene
from tests.product.test_denied import DATABASES, LOOKS, digest, ids_of
from tests.product.test_side_doors import _another_child

BODIES = {
    "cover": {"name": "A", "address": ["B"], "council": "C"},
    "handed-over": {"channel": "hand", "on": "2026-12-18"},
}
"""By the end of the path, what an operation wants to be sent."""


def _operations(scene: Scene, service: str) -> Iterator[tuple[str, str, list[str]]]:
    """Method, path and the path's arguments of each operation that is about something."""
    document = scene.product.apps[service].test_client().get("/openapi.json").get_json()
    for path, operations in document["paths"].items():
        names = re.findall(r"\{(\w+)\}", path)
        for method in sorted(set(operations) - {"parameters"}):
            if names:
                yield method, path, names


def _asked(scene: Scene, service: str, method: str, path: str, ids: dict[str, str]) -> TestResponse:
    """With a token for just this, of the service that may ask for it."""
    app, url = scene.product.apps[service], re.sub(r"\{(\w+)\}", lambda match: ids[match[1]], path)
    endpoint, arguments = app.url_map.bind("127.0.0.1").match(url, method=method.upper())
    asks, now = app.view_functions[endpoint].asks, MachineClock().now()
    tokens = scene.product.house.tokens(asks.by)
    token = tokens.sign(service, MARTIN.id, asks.action, arguments[asks.thing], now)
    body = BODIES.get(path.rpartition("/")[2], {})
    headers = {"Authorization": f"Bearer {token}"}
    return app.test_client().open(url, method=method.upper(), headers=headers, json=body)


def test_a_second_id_borrowed_from_another_family_is_not_found_on_any_api(scene: Scene) -> None:
    """The token's thing is the family's, what stands beside it is Bea's."""
    ids, bea = ids_of(scene), _another_child(scene)
    scene.town.settle()
    meeting = bea["meeting"]
    beas = {
        "person": first(scene, "planning", f"SELECT person FROM attendance WHERE meeting = '{meeting}'"),
        "object_id": first(scene, "notifications", f"SELECT object FROM parcel WHERE meeting = '{meeting}'"),
    }
    before, tried = digest(scene, *LOOKS), 0
    for service in DATABASES:
        for method, path, names in _operations(scene, service):
            if len(names) == 2 and not path.endswith("/recipient"):  # below
                answer = _asked(scene, service, method, path, ids | beas)
                assert answer.status_code == 404, f"{service} {method} {path}: {answer.status_code}"
                tried += 1
    assert tried == 6
    assert digest(scene, *LOOKS) == before


def test_of_somebody_who_was_decided_no_copy_only_that_is_told(scene: Scene) -> None:
    ids, bea = ids_of(scene), _another_child(scene)
    query = f"SELECT person FROM attendance WHERE meeting = '{bea['meeting']}'"
    ids["person"] = first(scene, "planning", query)
    path = "/claims/circulations/{circulation}/copies/{person}/recipient"
    answer = _asked(scene, "planning", "get", path, ids)
    assert Recipient.FromString(answer.data) == Recipient(person=ids["person"], entitled=False)


def test_whoever_is_left_out_of_a_meeting_is_known_to_have_been_invited(scene: Scene) -> None:
    """Their cancellation leaves; who never was in the meeting is not found, not even one near its child."""
    bea = _another_child(scene)
    query = f"SELECT person FROM attendance WHERE meeting = '{bea['meeting']}'"
    mother = first(scene, "planning", query)
    aunt, uncle = (_relative(scene, bea["child"], name) for name in ("Bea's aunt", "Bea's uncle"))
    scene.town.settle()
    moved = {"on": date(2026, 12, 22), "starts": "10am", "ends": "11am", "place": "Civic Centre"}
    scene.martin.send(f"/meetings/{bea['meeting']}/move", **moved, guests=[aunt])
    path = "/claims/meetings/{meeting}/invitees/{person}"
    found = {
        person: _asked(scene, "planning", "get", path, bea | {"person": person}).status_code
        for person in (mother, aunt, uncle)
    }
    assert found == {mother: 200, aunt: 200, uncle: 404}


def _relative(scene: Scene, child: str, name: str) -> str:
    return scene.martin.send(
        f"/children/{child}/people/new",
        name=name,
        kind="family",
        relationship="relative",
        parental_responsibility="no",
    ).split("/")[4]


def test_an_id_that_nothing_has_is_not_found_on_any_api_whatever_the_token(scene: Scene) -> None:
    ids = ids_of(scene)
    scene.town.settle()
    nowhere = dict.fromkeys(ids, str(uuid4()))
    before, tried = digest(scene), 0
    for service in DATABASES:
        for method, path, _ in _operations(scene, service):
            if not path.startswith("/holds/"):  # somebody may be held before anything was to be sent to them
                answer = _asked(scene, service, method, path, nowhere)
                assert answer.status_code == 404, f"{service} {method} {path}: {answer.status_code}"
                tried += 1
    assert tried > 15
    assert digest(scene) == before


def test_what_the_others_have_not_heard_of_yet_is_a_page_with_nothing_on_it(scene: Scene) -> None:
    """Bea and her meeting stand in planning's tables, and nothing was said of them."""
    when = datetime(2026, 12, 21, 10)
    with scene.product.house.database("planning").begin() as session:
        session.add(Child("bea", "Bea", "B-1", TODAY, None, TODAY))
        session.flush()
        session.add(Meeting("hers", KINDS[0], when, when, "", JOAN.id, "", subjects=[Subject("hers", "bea")]))
        session.flush()
        session.add(Attendance("hers", scene.family.of(SAMIRA)))
    assert "Nothing has happened yet" in scene.martin.read("/children/bea/chronology")
    meeting = scene.martin.read("/meetings/hers")
    assert "Not sent yet" in meeting and "cannot be shown" not in meeting
    assert "cannot be shown" not in scene.martin.read("/children/bea/accesses")
