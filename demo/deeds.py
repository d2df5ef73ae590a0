"""What is done in a year besides meeting: plans, visits, events, and whatever else a duty asks for."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from demo import acts
from demo.acts import Gathering
from demo.browser import Visitor
from demo.cast import AMINA, CHILDREN, MARTIN
from demo.days import working_day

if TYPE_CHECKING:
    from demo.year import Year

_PLANNED = timedelta(weeks=4)


class Deeds:
    """Each is a form of the staff pages; a line of the story says that it was sent."""

    def __init__(self, year: "Year") -> None:
        self._year = year
        self._plans: dict[str, str] = {}
        self._agreed: set[str] = set()
        self._gone: set[str] = set()
        self.said: set[str] = set()

    def do(self, child: str, duty: dict[str, Any], kind: str) -> None:
        """What meets the duty; `kind` is the happening that it asks for."""
        year, clause = self._year, duty["clause"]
        if kind == "visit":
            self.visit(child, clause)
        elif kind in ("plan drawn up", "plan agreed"):
            self._early_plan(child, kind, clause)
        elif kind == "plan ended":
            self.end_plan(child, "escalated", clause)
        elif kind == "assessment authorised":
            year.authorise()
        else:
            self.event(child, kind, clause, year.martin if duty["owed_by"] != "social worker" else year.amina)

    def after_meeting(self, meeting: Gathering) -> None:
        """At the first meeting with the family a plan is agreed for each child."""
        year = self._year
        if meeting.twist == "without the family":
            return
        clause = meeting.clause if year.story.council != "newcastle" else "Newcastle 1.6"
        known = year.family.children.values()
        fresh = [child for child in known if child not in self._agreed | self._gone]
        if not fresh or meeting.kind == "progress meeting" and self._agreed:
            return
        for child in fresh:
            self._write(child)
            year.amina.send(f"{self._plans[child]}/agree", on=year.today)
            self._agreed.add(child)
        year.line(AMINA, "agrees a plan for each child with the family", clause)

    def _write(self, child: str) -> None:
        year = self._year
        if child not in self._plans:
            key = next(key for key, known in year.family.children.items() if known == child)
            by_when = working_day(year.today + _PLANNED)
            self._plans[child] = acts.write_plan(year.amina, child, key, by_when)

    def _early_plan(self, child: str, kind: str, clause: str) -> None:
        """Before the meeting could be held: a draft, or a plan for the time until then."""
        year = self._year
        self._write(child)
        if kind == "plan drawn up":
            self.draft(child, clause)
        elif child not in self._agreed:
            reason = "Not everybody can come to a meeting before then."
            year.amina.send(
                f"{self._plans[child]}/agree", on=year.today, interim="yes", interim_reason=reason
            )
            year.line(AMINA, f"agrees an interim plan for {self.name(child)}", clause)

    def leave(self, child: str, kind: str, clause: str) -> None:
        """For protection or care: the event is recorded, and the plan ended where one runs."""
        self.event(child, kind, clause, self._year.martin)
        if child in self._agreed:
            self.end_plan(child, "escalated", clause)

    def draft(self, child: str, clause: str) -> None:
        self._write(child)
        self._year.line(AMINA, f"drafts the plan for {self.name(child)}", clause)

    def end_plan(self, child: str, ending: str, clause: str) -> None:
        year = self._year
        year.martin.send(f"{self._plans[child]}/end", on=year.today, ending=ending)
        self._agreed.discard(child)
        self._gone.add(child)
        self._plans.pop(child)
        year.line(MARTIN, f"ends the plan of {self.name(child)}: {ending}", clause)

    def visit(self, child: str, clause: str, seen: bool = True) -> None:
        year = self._year
        year.amina.send(f"/children/{child}/visit", on=year.today, seen="yes" if seen else "no")
        words = "visits" if seen else "visits, and does not find,"
        year.line(AMINA, f"{words} {self.name(child)}", clause)

    def event(self, child: str, kind: str, clause: str, who: Visitor) -> None:
        year = self._year
        self.said.add(kind)
        if kind in ("CP plan ended", "care ended"):
            self._gone.discard(child)
        who.send(f"/children/{child}/event", kind=kind, on=year.today, reason="As the procedure asks.")
        year.line(who.who, f"records for {self.name(child)}: {kind}", clause)

    def circumstance(self, child: str, kind: str, clause: str, until: date | None = None) -> None:
        year = self._year
        self.said.add(kind)
        dated = {"until": until} if until else {}
        path = f"/children/{child}/circumstance"
        year.amina.send(path, kind=kind, since=year.today, reason="The family told us.", **dated)
        year.line(AMINA, f"records for {self.name(child)}: {kind}", clause)

    def override(self, child: str, rule: str, number: int, unit: str, role: str, clause: str) -> None:
        year = self._year
        year.martin.send(
            f"/children/{child}/overrides/new",
            rule=rule,
            number=number,
            unit=unit,
            approved_by=MARTIN.name,
            role=role,
            since=year.today,
            reason="It suits the family better.",
            reference="N/2027/12",
        )
        year.line(MARTIN, f"approves {number} {unit} for {self.name(child)}", clause)

    def name(self, child: str) -> str:
        key = next(key for key, known in self._year.family.children.items() if known == child)
        return next(one.name for one in CHILDREN if one.key == key)
