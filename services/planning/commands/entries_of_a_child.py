"""What is entered of one child in one transaction: kept, and said in the order in which it was entered."""

from dataclasses import dataclass, field
from datetime import date

from cin.v1 import child_pb2, plan_pb2
from google.protobuf.message import Message
from sqlalchemy.orm import Session

from services.planning.commands.desk import Desk, new_id
from services.planning.domain.child import Assessment, Child, RecordedEvent, Visit
from services.planning.domain.plan import Plan

NO_REASON = "not known"
"""How a plan ended, where nobody has said it."""


@dataclass
class Entries:
    """Of a child that is new, or locked. Nothing is said before `put`."""

    desk: Desk
    session: Session
    child: Child
    _said: list[Message] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self._said)

    @property
    def _today(self) -> str:
        return self.desk.today.isoformat()

    def put(self) -> None:
        """Keeps all of it and says it."""
        self.session.flush()
        self.desk.outbox.put_all(self.session, self._said)

    def register(self) -> None:
        self.session.add(self.child)
        self.session.flush()  # what refers to the child comes after it
        self._said.append(
            child_pb2.ChildRegistered(
                child=self.child.id, version=1, on=self._today, unborn=self.child.unborn
            )
        )

    def be_born(self, on: date) -> None:
        self.child.be_born(on, self.child.name, self.desk.today)
        self._said.append(
            child_pb2.ChildBorn(child=self.child.id, version=self.child.version, on=self._today)
        )

    def event(self, kind: str, on: date, reason: str, author: str) -> None:
        event = RecordedEvent(new_id(), self.child.id, kind, on, reason, author, self.desk.today)
        self.session.add(event)
        self._happened(event.id, kind, on)

    def visit(self, on: date, note: str, author: str) -> None:
        """The child was seen."""
        visit = Visit(new_id(), self.child.id, on, True, note, author, self.desk.today)
        self.session.add(visit)
        self._happened(visit.id, visit.kind, on)

    def move(self, entry: RecordedEvent | Visit, on: date) -> None:
        """The same entry, on another day than was said before."""
        entry.on = on
        self._happened(entry.id, entry.kind, on)

    def assess(self, began: date, authorised: date | None, author: str) -> None:
        assessment = Assessment(new_id(), self.child.id, began)
        self.session.add(assessment)
        self._step(assessment, "started", began)
        if authorised:
            self.authorise(assessment, authorised, author)

    def authorise(self, assessment: Assessment, on: date, author: str) -> None:
        """The day on which the worker finished it stays open: it is not told."""
        assessment.authorised_on, assessment.authorised_by = on, author
        self._step(assessment, "authorised", on)

    def agree(self, plan: Plan, on: date) -> None:
        """A draft of the child's, or a plan of which no more is told than its dates."""
        self.session.add(plan)
        plan.state, plan.agreed_on = "agreed", on
        self._said.append(
            plan_pb2.PlanAgreed(
                plan=plan.id,
                version=plan.version,
                child=plan.child,
                agreed=on.isoformat(),
                on=self._today,
            )
        )

    def end(self, plan: Plan, on: date, ending: str) -> None:
        plan.state, plan.ended_on, plan.ending = "ended", on, ending
        plan.version += 1
        self._said.append(
            plan_pb2.PlanEnded(
                plan=plan.id,
                version=plan.version,
                child=plan.child,
                outcome=ending,
                ended=on.isoformat(),
                on=self._today,
            )
        )

    def _step(self, assessment: Assessment, step: str, on: date) -> None:
        self.child.version += 1
        self._said.append(
            child_pb2.AssessmentRecorded(
                child=self.child.id,
                version=self.child.version,
                assessment=assessment.id,
                step=step,
                on=on.isoformat(),
            )
        )

    def _happened(self, event: str, kind: str, on: date) -> None:
        self.child.version += 1
        self._said.append(
            child_pb2.EventRecorded(
                child=self.child.id, version=self.child.version, event=event, kind=kind, on=on.isoformat()
            )
        )
