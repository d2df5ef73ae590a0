"""Who sees a child on the real pages: by team, opened for a reason, restricted, family never."""

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import update

from demo import acts
from demo.browser import PageRefused, Visitor
from plumbing.clocks import MachineClock
from services.planning.adapters import tables
from tests.cast import AMINA, CLARE, DEE, GRACE, HELEN, JOAN, MARTIN, OWEN, PEOPLE, RAVI, Role
from tests.product.scene import TODAY, Scene

REASON = "Owen covers for Amina, who is away until Thursday."
LISTS = ("/", "/board", "/holds", "/by-hand")
HELD = "a wrong address was found"
FAMILY = ("Noor Haddad", "Sami Haddad", "Baby Haddad", "Samira Haddad", "Karim Mansour", "Tom Bell", HELD)


def _status(visitor: Visitor, path: str, method: str = "GET") -> int:
    answer = visitor._http.request(method, visitor._address + path, allow_redirects=False, timeout=20)
    return answer.status_code


def _page(visitor: Visitor, path: str) -> str:
    return unescape(visitor._http.get(visitor._address + path, timeout=20).text)


def _set_teams(scene: Scene, **teams: str) -> None:
    """By the last part of the staff's id."""
    with scene.product.house.database("planning").begin() as session:
        for who in (AMINA, JOAN, MARTIN, DEE, OWEN):
            team = teams.get(who.name.split()[0].lower(), "")
            session.execute(update(tables.staff).where(tables.staff.c.id == who.id).values(team=team))


def _sees_nothing(scene: Scene, who: Role) -> None:
    """No page of the family's, and no name of it on a list."""
    visitor = scene.visitor(who)
    child = f"/children/{scene.child}"
    pages = (child, f"{child}/open", f"{child}/chronology", f"{child}/people/{scene.family.people['samira']}")
    for path in (*pages, f"/meetings/{scene.meeting}", f"/meetings/{scene.meeting}/sent"):
        assert _status(visitor, path) == 404, (who.name, path)
    for path in LISTS:
        assert not [name for name in FAMILY if name in _page(visitor, path)], (who.name, path)
    assert scene.child not in _page(visitor, "/duties.json"), who.name


def _fill_the_lists(scene: Scene) -> None:
    """So that each list holds something of the family, for one who may see it."""
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    scene.town.go_to(date(2027, 1, 25))
    scene.town.settle()
    samira = scene.family.people["samira"]
    scene.amina.send(f"/children/{scene.child}/hold", everyone="no", persons=[samira], reason=HELD)
    dee = scene.visitor(DEE)
    for path in LISTS:
        assert [name for name in FAMILY if name in _page(dee, path)], path
    assert dee.json("/duties.json")[scene.child] == dee.json(f"/children/{scene.child}/duties.json")


def _open(visitor: Visitor, child: str, reason: str = REASON) -> str:
    return visitor.send(f"/children/{child}/open", category="duty cover", reason=reason)


def test_a_record_outside_the_caseload_is_opened_for_a_reason_and_a_manager_looks_at_it(scene: Scene) -> None:
    owen, child, meeting = scene.owen, f"/children/{scene.child}", f"/meetings/{scene.meeting}"
    for path in (child, f"{child}/chronology", f"{child}/plan", meeting):
        assert _status(owen, path) == 403
        page = _page(owen, path)
        assert "This child is outside your caseload" in page
        assert not [name for name in FAMILY if name in page]
    with pytest.raises(PageRefused, match="at least 20 characters"):
        _open(owen, scene.child, "  too   short  a one ")
    assert _status(owen, child) == 403
    assert _open(owen, scene.child) == child
    assert "It is open to you until" in owen.read(child) and "Noor Haddad" in owen.read("/")
    assert _status(owen, f"{child}/open") == 303  # it is open already
    owen.send(f"{child}/visit", on=TODAY, seen="yes", note="Seen while Amina is away.")
    for act in ("plan", "details", "hidden", "assessment"):
        assert _status(owen, f"{child}/{act}") == 403
    seen = owen.read(meeting)
    assert "Noor Haddad" in seen and "Sami Haddad" not in seen and "About Sami" not in seen
    assert "1 for you to look at" in scene.martin.read("/board")
    listed = unescape(scene.martin.read("/opened"))
    assert REASON in listed and "Owen Clarke" in listed and "CIN-4401" in listed
    mark = listed.split("/opened/")[1].split("/seen")[0]
    for other in (owen, scene.visitor(JOAN), scene.amina, scene.visitor(RAVI)):
        assert _status(other, "/opened") == 403 and _status(other, f"/opened/{mark}/seen") == 404
    scene.martin.send(f"/opened/{mark}/seen", remark="Agreed with Owen.")
    assert "for you to look at" not in scene.martin.read("/board")
    assert "Agreed with Owen." in scene.martin.read("/opened")
    with scene.product.house.database("planning").begin() as session:
        over = MachineClock().now() - timedelta(seconds=1)
        session.execute(update(tables.opening).values(until=over))
    assert _status(owen, child) == 403 and "Noor Haddad" not in owen.read("/")


def test_no_more_than_three_records_a_day_are_opened(scene: Scene) -> None:
    children = list(scene.family.children.values())
    more = scene.amina.send("/children/new", name="Bea", council_reference="B-1", born_on=TODAY).split("/")[2]
    scene.martin.send(f"/children/{more}/allocate", worker=AMINA.id)
    for child in children:
        _open(scene.owen, child)
    with pytest.raises(PageRefused, match="the most for one day"):
        _open(scene.owen, more)
    assert _status(scene.owen, f"/children/{more}") == 403


def test_a_restricted_child_is_not_there_for_anybody_who_is_not_named(scene: Scene) -> None:
    _fill_the_lists(scene)
    _open(scene.owen, scene.child)
    with pytest.raises(PageRefused, match="at least one manager"):
        scene.martin.send(f"/children/{scene.child}/restrict", named=[AMINA.id, JOAN.id])
    for child in scene.family.children.values():
        scene.martin.send(f"/children/{child}/restrict", named=[MARTIN.id, JOAN.id])
    for who in (AMINA, OWEN, DEE, GRACE, HELEN):
        _sees_nothing(scene, who)
        assert "CIN-4401" not in _page(scene.visitor(who), "/opened")
    with pytest.raises(PageRefused, match="No child with this reference"):
        scene.owen.send("/children/find", reference="CIN-4401")
    assert _status(scene.owen, f"/children/{scene.child}/open", "POST") in (400, 403, 404)
    hidden, absent = (_page(scene.amina, f"/children/{one}") for one in (scene.child, uuid4()))
    assert hidden.split("<h1")[1] == absent.split("<h1")[1]
    for named in (scene.martin, scene.visitor(JOAN)):
        assert "Restricted: only the staff who are named" in named.read(f"/children/{scene.child}")
    with pytest.raises(PageRefused, match="name this member of staff there first"):
        scene.martin.send(f"/children/{scene.child}/allocate", worker=OWEN.id)
    scene.martin.send(f"/children/{scene.child}/restriction/lift")
    assert "Noor Haddad" in scene.amina.read(f"/children/{scene.child}")


def test_family_among_the_staff_never_sees_the_child_whatever_their_role(scene: Scene) -> None:
    samira = scene.family.people["samira"]
    _fill_the_lists(scene)
    _open(scene.owen, scene.child)
    for who in (AMINA, OWEN, JOAN, DEE, GRACE, HELEN):
        scene.martin.send(f"/children/{scene.child}/conflicts", staff=who.id, of=samira)
        _sees_nothing(scene, who)  # of all three children, as Samira is the mother of each
    with pytest.raises(PageRefused, match="on record already"):
        scene.martin.send(f"/children/{scene.child}/conflicts", staff=AMINA.id, of=samira)
    with pytest.raises(PageRefused, match="family of the child"):
        scene.martin.send(f"/children/{scene.child}/allocate", worker=JOAN.id)
    page = scene.martin.read(f"/children/{scene.child}/conflicts")
    for conflict in re.findall(r"/conflicts/([0-9a-f-]{36})/end", page):
        scene.martin.send(f"/children/{scene.child}/conflicts/{conflict}/end")
    assert [_status(scene.visitor(who), f"/children/{scene.child}") for who in (AMINA, JOAN)] == [200, 200]


def test_a_team_sees_its_own_children_and_a_service_manager_all(scene: Scene) -> None:
    for child in scene.family.children.values():
        scene.martin.send(f"/children/{child}/allocate", worker=AMINA.id, other_team="East")
    _set_teams(scene, amina="East", joan="West", martin="West", dee="West", owen="West")
    child, meeting = f"/children/{scene.child}", f"/meetings/{scene.meeting}"
    for outside in (scene.visitor(JOAN), scene.martin):
        assert _status(outside, child) == 403 and "outside your caseload" in _page(outside, meeting)
        assert "Noor Haddad" not in outside.read("/") + outside.read("/board")
    assert _status(scene.visitor(DEE), child) == 404 and _status(scene.visitor(DEE), meeting) == 404
    for sees_all in (HELEN, GRACE):
        assert "Noor Haddad" in scene.visitor(sees_all).read(child)
    assert scene.owen.send("/children/find", reference="CIN-4401") == child
    _open(scene.owen, scene.child)
    assert REASON in unescape(scene.martin.read("/opened"))  # by somebody of his team
    _set_teams(scene, amina="East", joan="East", martin="East", dee="East", owen="West")
    assert REASON in unescape(scene.martin.read("/opened"))  # of a child of his team
    assert "Noor Haddad" in scene.visitor(JOAN).read(child) and "Noor Haddad" in scene.visitor(DEE).read("/")


def test_who_has_no_children_starts_at_their_own_page_and_sees_none(scene: Scene) -> None:
    for who in (RAVI, CLARE):
        visitor = scene.visitor(who)
        assert visitor._http.get(visitor._address + "/", timeout=20).url.endswith("/you")
        for path in ("/board", "/holds", "/by-hand", "/opened", "/children/new", "/children/find"):
            assert _status(visitor, path) == 403
        for path in (f"/children/{scene.child}", f"/meetings/{scene.meeting}"):
            assert _status(visitor, path) == 404
        assert _status(visitor, "/procedure") == 200


def test_a_child_of_nobody_is_not_offered_the_families_of_all_other_children_of_nobody(scene: Scene) -> None:
    one, other = (
        scene.martin.send("/children/new", name=name, council_reference=name, born_on=TODAY).split("/")[2]
        for name in ("Bea", "Cal")
    )
    mother = {"kind": "family", "relationship": "mother", "parental_responsibility": "yes"}
    scene.martin.send(f"/children/{one}/people/new", name="Bea's mother", **mother)
    scene.martin.send(f"/children/{other}/people/new", name="Cal's mother", **mother)
    page = unescape(scene.martin.read(f"/children/{one}/people/link"))
    assert "Bea's mother" in page and "Cal's mother" not in page
    for child in (one, other):
        scene.martin.send(f"/children/{child}/allocate", worker=OWEN.id)
    assert "Cal's mother" in unescape(scene.martin.read(f"/children/{one}/people/link"))
