"""Keeps another interval for one child than a clause's own, as a court or a manager approved it."""

from dataclasses import dataclass
from datetime import date

from cin.v1 import child_pb2
from sqlalchemy.orm import Session

from services.planning.adapters.facts_of_a_child import allocations_of, circumstances_of
from services.planning.commands.desk import Desk, find, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.child import Child, Override
from services.planning.procedures.overrides import CannotOverride, check_override

ANOTHER_INTERVAL = "another interval for "


@dataclass(frozen=True)
class Approval:
    """Who approved it in words (a court, or a manager's name), as what, and the document that says so."""

    approved_by: str
    role: str
    since: date
    until: date | None
    reason: str
    reference: str = ""


def approve_override(desk: Desk, child: str, rule: str, span: str, approval: Approval, by: str) -> str:
    """The override's id. Who may approve what, and how far it may go, is the procedure's to say."""
    _check(approval)
    override = Override(
        new_id(),
        child,
        rule,
        span,
        approval.approved_by,
        approval.role,
        approval.since,
        approval.until,
        approval.reason,
        approval.reference,
        by,
        desk.today,
    )
    with desk.act("approve_override", child) as session:
        whose = find_to_change(session, Child, child)
        known = circumstances_of(session, child, allocations_of(session, child))
        role, since, paper = approval.role, approval.since, approval.reference
        check_override(desk.council, desk.working_days, rule, span, role, since, known, paper)
        whose.version += 1
        session.add(override)
        session.flush()
        _announce(desk, session, whose, override)
        reckon_duties(desk, session, child)
    return override.id


def end_override(desk: Desk, override: str, until: date, by: str) -> None:
    """`until` is its last day; from the next the clause's own interval holds again."""
    with desk.act("end_override") as session:
        whose = find_to_change(session, Child, find(session, Override, override).child)
        desk.about(session, whose.id)
        found = find_to_change(session, Override, override)
        if until < found.since:
            raise CannotOverride("It cannot end before it began: check the two dates.")
        found.until, found.author, found.recorded_on = until, by, desk.today
        whose.version += 1
        session.flush()
        _announce(desk, session, whose, found)
        reckon_duties(desk, session, whose.id)


def _check(approval: Approval) -> None:
    if approval.until and approval.until < approval.since:
        raise CannotOverride("It cannot end before it began: check the two dates.")
    if not approval.approved_by.strip() or not approval.reason.strip():
        raise CannotOverride("Say who approved it and why.")


def _announce(desk: Desk, session: Session, whose: Child, override: Override) -> None:
    """Who approved it and why stay here."""
    desk.announce(
        session,
        child_pb2.CircumstanceRecorded(
            child=whose.id,
            version=whose.version,
            circumstance=override.id,
            kind=f"{ANOTHER_INTERVAL}{override.rule}: {override.span}",
            since=override.since.isoformat(),
            until=override.until.isoformat() if override.until else "",
        ),
    )
