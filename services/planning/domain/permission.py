"""`can`: one pure function says who may do what with which thing. It denies whatever it does not know."""

from dataclasses import dataclass

SOCIAL_WORKER, SENIOR_PRACTITIONER = "social worker", "senior practitioner"
TEAM_MANAGER, BUSINESS_SUPPORT = "team manager", "business support"
REVIEWING_OFFICER = "reviewing officer"
_STAFF = {SOCIAL_WORKER, SENIOR_PRACTITIONER, REVIEWING_OFFICER, TEAM_MANAGER, BUSINESS_SUPPORT}
_PRACTICE = {SOCIAL_WORKER, SENIOR_PRACTITIONER, REVIEWING_OFFICER, TEAM_MANAGER}
_SENIOR = {SENIOR_PRACTITIONER, TEAM_MANAGER}
ADMINISTRATOR = "administrator"
ROLES = frozenset(_STAFF | {"service manager", ADMINISTRATOR, "policy lead"})
"""Those that a member of staff may have."""


@dataclass(frozen=True)
class Actor:
    """A member of staff, another service (`role` is "service", `id` its name), or nobody."""

    id: str
    role: str


NOBODY = Actor("", "nobody")


@dataclass(frozen=True)
class Thing:
    """What an act is about. `workers`: the allocated social workers of the children it concerns."""

    kind: str
    id: str = ""
    workers: frozenset[str] = frozenset()
    exists: bool = True


# action -> (roles, whether a social worker must be the allocated one)
_RULES: dict[str, tuple[set[str], bool]] = {
    "see_children": (_STAFF, False),
    "see_child": (_STAFF, True),
    "see_board": (_STAFF, False),
    "register_child": (_STAFF, False),
    "register_person": (_STAFF, True),
    "change_contact": (_STAFF, True),
    "allocate_child": (_SENIOR, False),
    "record_assessment": (_PRACTICE, True),
    "authorise_assessment": (_SENIOR, False),
    "correct_child": (_STAFF, True),
    "record_birth": (_PRACTICE, True),
    "record_event": (_PRACTICE, True),
    "record_circumstance": (_PRACTICE, True),
    "record_visit": (_PRACTICE, True),
    "record_transfer": (_PRACTICE, True),
    "approve_override": (_SENIOR, False),
    "sign_off_record": (_SENIOR, False),
    "arrange_meeting": (_STAFF, True),
    "see_meeting": (_STAFF, True),
    "record_meeting": (_PRACTICE, True),
    "record_answer": (_STAFF, True),
    "decide_circulation": (_PRACTICE, True),
    "see_circulation": (_STAFF, True),
    "hand_over_copy": (_STAFF, True),
    "note_bounce": (_STAFF, True),
    "send_again": (_STAFF, True),
    "print_copy": (_STAFF, True),
    "see_document": (_STAFF, True),
    "write_plan": (_PRACTICE, True),
    "agree_plan": (_PRACTICE, True),
    "end_plan": (_SENIOR, False),
    "place_hold": (_STAFF, False),
    "confirm_hold": (_STAFF, True),
    "lift_hold": ({TEAM_MANAGER}, False),
    "see_holds": (_STAFF, False),
    "see_by_hand": ({BUSINESS_SUPPORT, SENIOR_PRACTITIONER, TEAM_MANAGER}, False),
    "see_sent_before_restore": ({BUSINESS_SUPPORT, SENIOR_PRACTITIONER, TEAM_MANAGER}, False),
    "see_procedure": (_STAFF, False),
    "sign_out": (set(ROLES), False),
    "see_own_sessions": (set(ROLES), False),
    "end_own_session": (set(ROLES), False),
    "see_sessions": ({ADMINISTRATOR}, False),
    "end_sessions": ({ADMINISTRATOR}, False),
}
_CLAIMS = {"claim_copy": "records", "claim_recipient": "notifications", "claim_invitee": "scheduler"}


def can(actor: Actor, action: str, thing: Thing) -> bool:
    """Whether the actor may; a social worker sees the children allocated to them, and the unallocated."""
    if not thing.exists:
        return False
    if action == "sign_in":
        return True
    if action in _CLAIMS:
        return actor.role == "service" and actor.id == _CLAIMS[action]
    roles, own = _RULES.get(action, (set(), True))
    if actor.role not in roles:
        return False
    if own and actor.role == SOCIAL_WORKER:
        return actor.id in thing.workers or not thing.workers
    return True
