"""`can` denies by default, and a social worker sees the children who are theirs."""

import pytest

from services.planning.domain import permission
from services.planning.domain.permission import NOBODY, Actor, Thing, can

AMINA, OWEN = Actor("amina", "social worker"), Actor("owen", "social worker")
MARTIN, DEE = Actor("martin", "team manager"), Actor("dee", "business support")
AMINAS = Thing("child", "noor", frozenset({"amina"}))


def test_what_is_not_in_the_table_is_denied_to_everybody() -> None:
    for actor in (AMINA, MARTIN, DEE, NOBODY, Actor("records", "service")):
        assert not can(actor, "delete_child", AMINAS)


def test_what_does_not_exist_is_denied() -> None:
    assert not can(MARTIN, "see_child", Thing("child", "noor", exists=False))


def test_a_social_worker_sees_their_own_children_and_the_unallocated_and_no_others() -> None:
    assert can(AMINA, "see_child", AMINAS)
    assert can(OWEN, "see_child", Thing("child", "new"))
    assert not can(OWEN, "see_child", AMINAS)


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        ("authorise_assessment", {"martin"}),
        ("allocate_child", {"martin"}),
        ("end_plan", {"martin"}),
        ("lift_hold", {"martin"}),
        ("approve_override", {"martin"}),
        ("sign_off_record", {"martin"}),
        ("record_visit", {"amina", "martin"}),
        ("record_transfer", {"amina", "martin"}),
        ("see_board", {"amina", "owen", "martin", "dee"}),
        ("record_meeting", {"amina", "martin"}),
        ("decide_circulation", {"amina", "martin"}),
        ("place_hold", {"amina", "owen", "martin", "dee"}),
        ("see_by_hand", {"martin", "dee"}),
        ("see_sent_before_restore", {"martin", "dee"}),
    ],
)
def test_who_may_do_what_with_aminas_child(action: str, allowed: set[str]) -> None:
    actors = (AMINA, OWEN, MARTIN, DEE, NOBODY)
    assert {actor.id for actor in actors if can(actor, action, AMINAS)} == allowed


@pytest.mark.parametrize("claim", sorted(permission._CLAIMS))
def test_a_claim_is_open_to_its_own_service_and_to_no_person(claim: str) -> None:
    services = ("records", "notifications", "scheduler", "planning")
    allowed = [s for s in services if can(Actor(s, "service"), claim, Thing("claim", "x"))]
    assert allowed == [permission._CLAIMS[claim]]
    assert not any(can(actor, claim, Thing("claim", "x")) for actor in (AMINA, MARTIN, DEE, NOBODY))


def test_nobody_may_only_sign_in() -> None:
    allowed = [action for action in (*permission._RULES, "sign_in") if can(NOBODY, action, AMINAS)]
    assert allowed == ["sign_in"]
