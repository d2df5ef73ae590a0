"""`decide` denies by default; the whole table is in test_who_may_do_what.py, these are its first lines."""

from services.planning.domain.permission import Actor, Concerned, Thing, can, decide

AMINA, OWEN = Actor("amina", "social worker"), Actor("owen", "social worker")
MARTIN, DEE = Actor("martin", "team manager"), Actor("dee", "business support")
AMINAS = Thing("child", "noor", (Concerned("noor", "amina"),))


def test_a_social_worker_sees_their_own_children_and_the_unallocated_and_no_others() -> None:
    assert can(AMINA, "see_child", AMINAS)
    assert can(OWEN, "see_child", Thing("child", "new", (Concerned("new"),)))
    assert not can(OWEN, "see_child", AMINAS)


def test_an_act_for_another_role_is_refused_but_the_thing_is_not_hidden() -> None:
    decision = decide(AMINA, "allocate_child", AMINAS)
    assert not decision.allowed and not decision.hidden and not decision.may_break_glass
    assert decision.why == (
        "the child is allocated to them, and allocate_child is not for the role social worker"
    )


def test_what_does_not_exist_is_denied_as_if_it_were_hidden() -> None:
    decision = decide(MARTIN, "see_child", Thing("child", "noor", exists=False))
    assert not decision.allowed and decision.hidden


def test_a_thing_whose_children_are_not_known_is_hidden_from_everybody() -> None:
    for actor in (AMINA, MARTIN, DEE):
        assert decide(actor, "see_child", Thing("child", "noor")).hidden
