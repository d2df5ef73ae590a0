"""Every act that staff and services may ask for, and for which roles it is."""

SOCIAL_WORKER, SENIOR_PRACTITIONER = "social worker", "senior practitioner"
TEAM_MANAGER, SERVICE_MANAGER = "team manager", "service manager"
BUSINESS_SUPPORT, REVIEWING_OFFICER = "business support", "reviewing officer"
ADMINISTRATOR, POLICY_LEAD, SERVICE = "administrator", "policy lead", "service"

MANAGERS = frozenset({TEAM_MANAGER, SERVICE_MANAGER})
_SENIOR = MANAGERS | {SENIOR_PRACTITIONER}
_PRACTICE = _SENIOR | {SOCIAL_WORKER}
_OFFICE = _PRACTICE | {BUSINESS_SUPPORT}
_WITH_CHILDREN = _OFFICE | {REVIEWING_OFFICER}
_MEETS = _PRACTICE | {REVIEWING_OFFICER}
_POSTS = _SENIOR | {BUSINESS_SUPPORT}
ROLES = _WITH_CHILDREN | {ADMINISTRATOR, POLICY_LEAD}
"""Those that a member of staff may have."""

GENERAL: dict[str, frozenset[str]] = {
    "see_children": _WITH_CHILDREN,
    "see_board": _WITH_CHILDREN,
    "see_holds": _WITH_CHILDREN,
    "register_child": _OFFICE,
    "find_child": _PRACTICE | {REVIEWING_OFFICER},
    "see_by_hand": _POSTS,
    "see_sent_before_restore": _POSTS,
    "see_openings": MANAGERS,
    "see_procedure": ROLES,
    "sign_out": ROLES,
    "see_own_sessions": ROLES,
    "end_own_session": ROLES,
    "see_sessions": frozenset({ADMINISTRATOR}),
    "end_sessions": frozenset({ADMINISTRATOR}),
}
"""About no one child: what such a page shows of children is asked for child by child."""

OF_A_CHILD: dict[str, frozenset[str]] = {
    "see_child": _WITH_CHILDREN,
    "see_meeting": _WITH_CHILDREN,
    "see_circulation": _WITH_CHILDREN,
    "see_document": _WITH_CHILDREN,
    "place_hold": _WITH_CHILDREN,
    "confirm_hold": _WITH_CHILDREN,
    "record_event": _PRACTICE,
    "record_visit": _PRACTICE,
    "record_answer": _WITH_CHILDREN,
    "register_person": _OFFICE,
    "change_contact": _OFFICE,
    "correct_child": _OFFICE,
    "allocate_child": _SENIOR,
    "record_assessment": _PRACTICE,
    "authorise_assessment": _SENIOR,
    "record_birth": _PRACTICE,
    "record_circumstance": _PRACTICE,
    "record_transfer": _PRACTICE,
    "approve_override": _SENIOR,
    "arrange_meeting": _WITH_CHILDREN,
    "record_meeting": _MEETS,
    "sign_off_record": _SENIOR,
    "decide_circulation": _MEETS,
    "hand_over_copy": _WITH_CHILDREN,
    "note_bounce": _WITH_CHILDREN,
    "send_again": _WITH_CHILDREN,
    "print_copy": _WITH_CHILDREN,
    "see_accesses": MANAGERS | {SOCIAL_WORKER, REVIEWING_OFFICER},
    "export_accesses": MANAGERS,
    "write_plan": _PRACTICE,
    "agree_plan": _PRACTICE,
    "end_plan": _SENIOR,
    "lift_hold": MANAGERS,
    "restrict_child": MANAGERS,
    "record_conflict": MANAGERS,
}
WHILE_OPENED = frozenset(
    {
        *("see_child", "see_meeting", "see_circulation", "see_document"),
        *("place_hold", "confirm_hold", "record_event", "record_visit", "record_answer"),
    }
)
"""What one may also do in a record that one opened for a reason: read it, and note what happened on duty."""
CLAIMS = {"claim_copy": "records", "claim_recipient": "notifications", "claim_invitee": "scheduler"}
"""Each the one service that may put it."""
