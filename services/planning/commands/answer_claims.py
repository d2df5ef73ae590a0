"""Answers the other services' claim checks: the content, the recipient, the invitee behind an id."""

from collections.abc import Iterator
from datetime import date

from cin.v1 import claims_pb2
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.histories import plans_of
from services.planning.commands.answer_questions import answers_of
from services.planning.commands.desk import Desk, NotFound, find
from services.planning.commands.record_meeting import minutes_of
from services.planning.domain.child import Child
from services.planning.domain.circulation import Circulation, Share
from services.planning.domain.meeting import WITHOUT_THE_FAMILY, Meeting
from services.planning.domain.person import Contact, Person, ProtectedValue
from services.planning.domain.plan import Plan
from services.planning.domain.wording import spoken, with_article
from services.planning.procedures.rules import PRODUCT_DEFAULT


def copy_content(desk: Desk, circulation: str, person: str) -> claims_pb2.CopyContent:
    """What this person's copy holds: all of it, or only the parts and plans of their own children."""
    with desk.database.read() as session:
        found, share = _share(session, circulation, person)
        meeting = find(session, Meeting, found.meeting)
        children = [find(session, Child, child) for child in share.covers(meeting.children)]
        word = desk.council.word(meeting.kind)
        content = claims_pb2.CopyContent(
            circulation=circulation,
            version=found.version,
            council=desk.council.local.called,
            title=f"Record of the {word}",
            heading=spoken(meeting.day),
            clause="" if found.clause == PRODUCT_DEFAULT else found.clause,
            language="en-GB",
        )
        content.facts.extend(_facts(desk, meeting, children))
        content.sections.extend(_sections(session, meeting, share, children))
        content.plans.extend(plan for child in children for plan in _plans(session, child))
        return content


def recipient(desk: Desk, circulation: str, person: str) -> claims_pb2.Recipient:
    """Whether the person is still entitled, where the copy may go now, and what it must not say."""
    with desk.database.read() as session:
        found = find(session, Person, person)
        try:
            decided, share = _share(session, circulation, person)
        except NotFound:
            return claims_pb2.Recipient(person=person, entitled=False)
        contact = session.get(Contact, (person, found.contact_version))
        meeting = find(session, Meeting, decided.meeting)
        mail = contact.mail if contact and contact.mail_safe else ""
        secure = mail.rpartition("@")[2].lower() in desk.council.local.secure_domains
        return claims_pb2.Recipient(
            person=person,
            entitled=True,
            mail=mail,
            secure=bool(mail) and secure,
            contact_version=found.contact_version,
            name=found.name,
            address=contact.address_lines if contact and contact.post_safe else [],
            hidden=[
                claims_pb2.Protected(kind=value.kind, value=value.value, id=value.id)
                for value in protected_around(session, meeting.children)
                if value.hidden_from(person)
            ],
            office_phone=desk.council.local.office_phone,
            council=desk.council.local.called,
        )


def invitee(
    desk: Desk, meeting: str, person: str, contact_version: int, domain: str, organiser: str
) -> claims_pb2.InviteeDetails:
    """What an invitation to this person may say. Whoever is no longer invited still gets a cancellation.

    Raises NotFound for anybody who never was in this meeting.
    """
    with desk.database.read() as session:
        found, whose = find(session, Meeting, meeting), find(session, Person, person)
        contact = session.get(Contact, (person, contact_version))
        attendance = found.attendance_of(person)
        if attendance is None and not _was_left_out(session, meeting, person):
            raise NotFound("This person was never in this meeting.")
        shown = attendance is not None and attendance.place_shown
        return claims_pb2.InviteeDetails(
            person=person,
            name=whose.name,
            mail=contact.mail if contact and contact.mail_safe else "",
            place=found.place if shown else "",
            starts=found.starts.isoformat(timespec="minutes"),
            ends=found.ends.isoformat(timespec="minutes"),
            zone=desk.clock.zone.key,
            role="required",
            office_phone=desk.council.local.office_phone,
            organiser=organiser,
            meetings_domain=domain,
        )


def protected_around(session: Session, children: list[str]) -> list[ProtectedValue]:
    """Every protected value of these children, of the people around them, and of their kin."""
    link = tables.link.c
    people = set(session.scalars(select(link.person).where(link.child.in_(children))))
    kin = set(session.scalars(select(link.child).where(link.person.in_(people))))
    people |= set(session.scalars(select(link.person).where(link.child.in_(kin))))
    owners = people | kin | set(children)
    query = select(ProtectedValue).where(tables.protected_value.c.owner.in_(owners))
    return list(session.scalars(query.order_by(tables.protected_value.c.id)))


def _was_left_out(session: Session, meeting: str, person: str) -> bool:
    table = tables.left_out.c
    return bool(session.scalar(select(table.person).where(table.meeting == meeting, table.person == person)))


def _share(session: Session, circulation: str, person: str) -> tuple[Circulation, Share]:
    found = find(session, Circulation, circulation)
    share = found.share_of(person)
    if share is None or share.view == "nothing":
        raise NotFound("No copy was decided for this person.")
    return found, share


def _facts(desk: Desk, meeting: Meeting, children: list[Child]) -> Iterator[claims_pb2.Fact]:
    yield claims_pb2.Fact(term="About", detail=", ".join(child.name for child in children))
    yield claims_pb2.Fact(term="Date", detail=spoken(meeting.day))
    if meeting.state == WITHOUT_THE_FAMILY:
        yield claims_pb2.Fact(
            term="Held as", detail=f"{desk.council.word('professionals meeting')}, without the family"
        )
    yield claims_pb2.Fact(term="Chaired by", detail=with_article(meeting.chair_role))
    if meeting.review_on:
        yield claims_pb2.Fact(term=f"Next {desk.council.word('review')}", detail=spoken(meeting.review_on))


def _sections(
    session: Session, meeting: Meeting, share: Share, children: list[Child]
) -> Iterator[claims_pb2.Section]:
    parts = {part.child: part.text for part in minutes_of(session, meeting.id)}
    if share.view == "whole" and parts.get(""):
        yield claims_pb2.Section(heading="What was discussed", paragraphs=_paragraphs(parts[""]))
    for child in children:
        if parts.get(child.id):
            yield claims_pb2.Section(heading=f"About {child.name}", paragraphs=_paragraphs(parts[child.id]))
        for one in answers_of(session, meeting.id, child.id):
            heading = f"{child.name}: {one.question}"
            yield claims_pb2.Section(heading=heading, paragraphs=_paragraphs(one.answer))


def _plans(session: Session, child: Child) -> Iterator[claims_pb2.PlanContent]:
    for plan in plans_of(session, child.id):
        if plan.state == "agreed":
            yield _plan(plan, child)


def _plan(plan: Plan, child: Child) -> claims_pb2.PlanContent:
    return claims_pb2.PlanContent(
        child_name=child.name,
        objective=plan.objective,
        agreed=_spoken(plan.agreed_on),
        actions=[
            claims_pb2.ActionContent(
                outcome=action.outcome,
                who=action.who,
                what=action.what,
                why=action.why,
                by_when=spoken(action.by_when),
            )
            for action in plan.actions
        ],
        child_views=plan.child_views,
        parent_views=plan.parent_views,
    )


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


def _spoken(day: date | None) -> str:
    return spoken(day) if day else ""
