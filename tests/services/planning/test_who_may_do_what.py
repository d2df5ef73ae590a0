"""What `decide` says is what docs/who-may-do-what.md says, cell by cell, of children in a database."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from services.planning.domain import acts, permission, sight
from services.planning.domain.permission import NOBODY, Actor, Concerned, Decision, Thing, can, decide
from tests.children_in_sight import CASES, ME, MY_TEAM, Case, set_up, things_of
from tests.databases import Databases, SQLiteDatabases
from tests.role_matrix import ALSO_OPENED, ROLES, WITH_CHILDREN, Matrix, read_matrix

TABLE = read_matrix()
ACTS = (*TABLE.acts, "break_glass")


def _outcome(decision: Decision) -> str:
    if decision.allowed:
        return "yes"
    return "none" if decision.hidden else "asks" if decision.may_break_glass else "no"


def _differences(table: Matrix, things: dict[Case, Thing], role: str) -> Iterator[str]:
    for team, (case, thing) in product((MY_TEAM, ""), things.items()):
        for act in ACTS:
            said = _outcome(decide(Actor(ME, role, team), act, thing))
            wanted = table.of_a_child(role, act, case.holds(team))
            if said != wanted:
                yield f"{role} ({team or 'whole council'}), {act}, {case}: {said}, the page says {wanted}"


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> dict[Case, Thing]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    database = SQLiteDatabases(folder).of("planning")
    set_up(database)
    found = things_of(database)
    database.close()
    return found


def test_every_role_act_and_relation_is_decided_as_the_page_says(databases: Databases) -> None:
    database = databases.of("planning")
    set_up(database)
    things = things_of(database)
    assert [line for role in ROLES for line in _differences(TABLE, things, role)] == []


def test_the_page_and_the_code_name_the_same_acts_and_roles() -> None:
    assert set(TABLE.acts) == set(acts.OF_A_CHILD)
    assert set(TABLE.pages) == set(acts.GENERAL)
    assert set(TABLE.claims) == set(acts.CLAIMS)
    assert set(ROLES) == acts.ROLES
    for table in (TABLE.relations, TABLE.pages):
        assert all(tuple(cells) == ROLES for cells in table.values())
    assert all(tuple(cells) == (ALSO_OPENED, *WITH_CHILDREN) for cells in TABLE.acts.values())


def _pages_differ(table: Matrix) -> bool:
    everything = Thing("everything")
    return any(
        can(Actor(ME, role), page, everything) != (cells[role] == "yes")
        for page, cells in table.pages.items()
        for role in ROLES
    )


def _claims_differ(table: Matrix) -> bool:
    asked = Thing("claim", "x")
    for claim, cells in table.claims.items():
        for service, cell in cells.items():
            if service == "any member of staff":
                said = any(can(Actor(ME, role), claim, asked) for role in ROLES)
            else:
                said = can(Actor(service, "service"), claim, asked)
            if said != (cell == "yes"):
                return True
    return False


OPENINGS = {
    "of a child of their team": ("East", "West", "somebody", False),
    "by somebody of their team": ("West", "East", "somebody", False),
    "of neither": ("West", "North", "somebody", False),
    "their own": ("West", "East", ME, False),
    "of a child that is *none* to them": ("East", "East", "somebody", True),
}
"""The child's team, that of whoever opened it, who did, and whether the manager is family of the child."""


def _openings_differ(table: Matrix) -> bool:
    words = {"yes": "marks", "no": "looks on", "none": "none"}
    for row, (child_team, staff_team, by, family) in OPENINGS.items():
        child = Concerned("c", "w", child_team, family=frozenset({ME} if family else ()))
        thing = Thing("opening", "o", (child,), teams=frozenset({child_team, staff_team}), by=by)
        for column, cell in table.openings[row].items():
            roles = set(ROLES) - acts.MANAGERS if column == "anybody else" else {column}
            for role in roles:
                said = words[_outcome(decide(Actor(ME, role, MY_TEAM), "mark_opening_seen", thing))]
                if said != cell:
                    return True
    return False


_OF_TABLE = {"pages": _pages_differ, "claims": _claims_differ, "openings": _openings_differ}


def test_pages_claims_and_openings_are_decided_as_the_page_says() -> None:
    assert set(TABLE.openings) == set(OPENINGS)
    assert not _pages_differ(TABLE) and not _claims_differ(TABLE) and not _openings_differ(TABLE)


def test_any_other_cell_of_the_page_would_fail(things: dict[Case, Thing]) -> None:
    """Each cell in turn is given each other word of its table, and the comparison must notice."""
    unnoticed, tried = [], 0
    for table, page, row, column in TABLE.changed():
        tried += 1
        roles = ROLES if column == ALSO_OPENED else (column,)
        if table in ("relations", "acts"):
            noticed = any(any(_differences(page, things, role)) for role in roles)
        else:
            noticed = _OF_TABLE[table](page)
        if not noticed:
            unnoticed.append((table, row, column))
    assert unnoticed == [] and tried > 500


def _other_rules() -> Iterator[tuple[str, object, str, object]]:
    """Role, where the rule stands, its name there, and another one: each role taken from it, or given it."""
    for act, role in product(acts.OF_A_CHILD, WITH_CHILDREN):
        yield role, acts.OF_A_CHILD, act, acts.OF_A_CHILD[act] ^ {role}
    for page, role in product(acts.GENERAL, ROLES):
        yield role, acts.GENERAL, page, acts.GENERAL[page] ^ {role}
    for role, reach in product(ROLES, ("caseload", "team", "all", None)):
        if reach != sight._REACH.get(role):
            yield role, sight._REACH, role, reach
    for act in acts.OF_A_CHILD:
        yield "team manager", permission, "WHILE_OPENED", acts.WHILE_OPENED ^ {act}
    for role, reach in sight._REACH.items():
        if reach != "all":  # who sees every child has nothing to open
            yield role, sight, "_MAY_OPEN", sight._MAY_OPEN ^ {role}


def test_any_other_rule_in_the_code_would_fail(
    things: dict[Case, Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    unnoticed, tried = [], 0
    for role, place, name, other in list(_other_rules()):
        with monkeypatch.context() as patch:
            if isinstance(place, dict):
                patch.setitem(place, name, other)
            else:
                patch.setattr(place, name, other)
            tried += 1
            if not (_pages_differ(TABLE) or any(_differences(TABLE, things, role))):
                unnoticed.append((role, name, other))
    assert unnoticed == [] and tried > 300


def test_a_read_through_an_opening_carries_its_id_and_no_other_does(things: dict[Case, Thing]) -> None:
    grants = set()
    for role, (case, thing) in product(ROLES, things.items()):
        for act in ACTS:
            decision = decide(Actor(ME, role, MY_TEAM), act, thing)
            if decision.grant:
                assert decision.allowed and TABLE.relations["the child is outside"][role] == "asks"
                assert case.guard == "opened" and decision.grant == f"o{CASES.index(case)}"
                grants.add(case.base)
    assert grants >= {"of another team", "of my team"}


def test_every_decision_says_why_without_naming_anybody(things: dict[Case, Thing]) -> None:
    for role, thing, act in product(ROLES, things.values(), ACTS):
        why = decide(Actor("an-id-of-mine", role, "Harbour"), act, thing).why
        assert why and thing.id not in why and "an-id-of-mine" not in why and "Harbour" not in why


@pytest.mark.parametrize(
    ("others", "outcome"),
    [
        ("seen", "yes"),
        ("outside", "yes"),
        ("restricted", "none"),
        ("family", "none"),
    ],
)
def test_one_child_whom_they_may_never_see_closes_a_meeting_and_one_whom_they_do_opens_it(
    others: str, outcome: str
) -> None:
    mine = Concerned("a", ME, "East")
    other = {
        "seen": Concerned("b", ME, "East"),
        "outside": Concerned("b", "w", "West"),
        "restricted": Concerned("b", ME, "East", named=frozenset({"boss"})),
        "family": Concerned("b", "w", "West", family=frozenset({ME})),
    }[others]
    for pair in ((mine, other), (other, mine)):
        meeting = Thing("meeting", "m", pair)
        assert _outcome(decide(Actor(ME, "social worker", "East"), "see_meeting", meeting)) == outcome
    beside = Thing("hold", "h", (mine,), beside=(other,))
    assert can(Actor(ME, "social worker", "East"), "see_child", beside)


def test_what_the_code_does_not_know_is_denied() -> None:
    mine = Thing("child", "a", (Concerned("a", ME),))
    for role in (*ROLES, "caretaker", ""):
        me = Actor(ME, role)
        assert not can(me, "delete_child", mine)
        assert not can(me, "see_child", Thing("child", "a"))
        assert not can(me, "see_child", Thing("everything"))
        assert not can(me, "see_child", replace(mine, exists=False))
    assert [act for act in (*ACTS, *acts.GENERAL, "sign_in") if can(NOBODY, act, mine)] == ["sign_in"]
