"""One family's year: a driver that does each open duty the day before it falls due, with a few twists."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any

from demo import acts
from demo.acts import Gathering
from demo.browser import Visitor
from demo.cast import (
    AMINA,
    CHILDREN,
    DEE,
    HUDA,
    KARIM,
    MARTIN,
    PEOPLE,
    PETER,
    RUTH,
    SAMIRA,
    TOM,
    CastPerson,
    Role,
    in_order,
)
from demo.days import working_day, working_day_before
from demo.family import EXPECTED, Family, register
from demo.story import Line, spoken
from demo.town import Town, addresses

ASSESSMENT = timedelta(weeks=4)
"""How long the worker takes; the procedure's clocks begin when a manager authorises it."""
_ALL = [SAMIRA, KARIM, TOM, RUTH, PETER, HUDA]
_TEAM = [SAMIRA, RUTH, PETER, HUDA]
_CAME = [SAMIRA, RUTH, PETER, HUDA, TOM]
_FIRST_CLAUSE = "Newcastle 1.2"


class Year:
    """Plays until told to stop; `say` gets each line as it happens."""

    def __init__(self, town: Town, say: Callable[[Line], None]) -> None:
        self.town = town
        self.family = Family()
        self.lines: list[Line] = []
        self._say = say
        self._today = date.min
        self._queue: list[tuple[date, int, Callable[[], None]]] = []
        self._number = count()
        self._seen: set[str] = set()
        self._last_mail = ""
        self._meetings = 0
        self._gatherings: list[Gathering] = []
        self._planned: set[str] = set()

    def play(self, start: date, until: date) -> list[Line]:
        """From the first day of the assessment to `until`, both included."""
        self._at(start, self._open)
        while self._queue and self._queue[0][0] <= until:
            day, _, act = heappop(self._queue)
            if day != self._today:
                self._go_to(day)
            act()
            self._after()
        self._go_to(until)
        return self.lines

    def _go_to(self, day: date) -> None:
        self._today = day
        self.town.go_to(day)
        self.town.settle()
        self._watch()

    def _after(self) -> None:
        self.town.settle()
        self._look()

    def _at(self, day: date, act: Callable[[], None]) -> None:
        heappush(self._queue, (max(day, self._today), next(self._number), act))

    def _line(self, who: Role | str, act: str, clause: str, to: Iterable[str] = ()) -> None:
        line = Line(self._today, str(who), act, in_order(to), clause)
        self.lines.append(line)
        self._say(line)

    def _open(self) -> None:
        self.amina, self.martin = Visitor(self.town.staff, AMINA), Visitor(self.town.staff, MARTIN)
        self.dee = Visitor(self.town.staff, DEE)
        self.family = register(self.amina, self.martin, self._today)
        names = ", ".join(child.name for child in CHILDREN)
        self._line(AMINA, f"registers {names} and the people around them", _FIRST_CLAUSE)
        self._step(self.amina, "started")
        self._at(working_day(self._today + EXPECTED), self._birth)
        self._at(working_day(self._today + ASSESSMENT), self._authorise)

    def _birth(self) -> None:
        name = acts.record_birth(self.amina, self.family, self._today)
        self._line(AMINA, f"records the birth of {name}", _FIRST_CLAUSE)

    def _authorise(self) -> None:
        self._step(self.amina, "finished")
        self._step(self.martin, "authorised")

    def _step(self, visitor: Visitor, step: str) -> None:
        for child in self.family.children.values():
            visitor.send(f"/children/{child}/assessment", step=step, on=self._today)
        self._line(visitor.who, f"records that the assessment is {step}", _FIRST_CLAUSE)

    def _duties(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.amina.json(f"/children/{self.family.first_child()}/duties.json")
        return found

    def _look(self) -> None:
        """Every duty that has opened is planned for the working day before it falls due."""
        for duty in self._duties():
            if duty["state"] != "open":
                continue
            due = date.fromisoformat(duty["due"])
            if not duty["name"].startswith("circulate"):
                self._plan_meeting(duty, due)
            key = f"{duty['id']} {duty['due']}"
            if key in self._seen:
                continue
            self._seen.add(key)
            for day in (date.fromisoformat(duty["soon"]), due + timedelta(days=1)):
                if day > self._today:
                    self._at(day, lambda: None)
            if duty["name"].startswith("circulate"):
                self._at(working_day_before(due), partial(self._circulate, duty))

    def _watch(self) -> None:
        """What the scheduler has said this morning."""
        for duty in self._duties() if self.family.children else []:
            name = duty["name"].replace("circulate after", "circulation after the")
            for field, words in (
                ("reminded_on", "reminds: due soon is the"),
                ("overdue_on", "overdue is the"),
            ):
                key = f"{duty['id']} {field} {duty[field]}"
                if duty[field] == self._today.isoformat() and key not in self._seen:
                    self._seen.add(key)
                    due = spoken(date.fromisoformat(duty["due"]))
                    self._line("The scheduler", f"{words} {name}, due {due}", duty["clause"])

    def _plan_meeting(self, duty: dict[str, Any], due: date) -> None:
        kind = duty["name"]
        if any(meeting.kind == kind and not meeting.recorded for meeting in self._gatherings):
            return
        if kind in self._planned:
            return
        self._planned.add(kind)
        self._meetings += 1
        twist = {2: "moved", 3: "without the family", 5: "hold"}.get(self._meetings, "")
        day = working_day_before(due)
        if day <= self._today:
            day = working_day(self._today + timedelta(days=3))
        if twist == "hold":
            day = working_day_before(day)
        guests = _TEAM if kind == "progress meeting" else _ALL
        chair = MARTIN if kind == "review" else AMINA
        arranging = working_day(max(self._today, day - timedelta(weeks=3)))
        arranging = min(arranging, day)
        self._at(arranging, lambda: self._arrange(kind, day, chair, guests, duty["clause"], twist))

    def _arrange(
        self, kind: str, day: date, chair: Role, guests: list[CastPerson], clause: str, twist: str
    ) -> None:
        meeting = acts.arrange(self.amina, self.family, kind, day, chair, guests)
        found = Gathering(meeting, kind, day, guests, clause, twist)
        self._gatherings.append(found)
        self._planned.discard(kind)
        self.town.settle()
        self._line(AMINA, f"arranges the {kind} for {spoken(day)}", clause, self._new_mails())
        if told := acts.tell(self.dee, self.family, meeting):
            self._line(DEE, f"tells by phone when the {kind} is", clause, told)
        if twist in ("moved", "hold"):
            self._at(working_day_before(day - timedelta(days=7)), lambda: self._move(found))
        else:
            self._at(day, lambda: self._hold_meeting(found))

    def _move(self, meeting: Gathering) -> None:
        held = meeting.twist == "hold"
        if held:
            child = self.family.first_child()
            reason = "A wrong address was found; nothing goes out until it is checked."
            self.dee.send(f"/children/{child}/hold", everyone="yes", reason=reason)
            self._line(DEE, "holds everything going out for the whole family", meeting.clause)
        meeting.day = (
            working_day(meeting.day + timedelta(days=1)) if held else working_day_before(meeting.day)
        )
        acts.move(self.amina, self.family, meeting.id, meeting.day, meeting.guests)
        self.town.settle()
        to = self._new_mails()
        self._line(AMINA, f"moves the {meeting.kind} to {spoken(meeting.day)}", meeting.clause, to)
        if held:
            self._lift(meeting)
        self._at(meeting.day, lambda: self._hold_meeting(meeting))

    def _lift(self, meeting: Gathering) -> None:
        page = self.martin.read("/holds")
        path = page.split('action="/holds/')[1].split('/lift"')[0]
        self.martin.send(f"/holds/{path}/lift")
        self.town.settle()
        self._line(MARTIN, "lifts the hold: what waited goes out", meeting.clause, self._new_mails())

    def _hold_meeting(self, meeting: Gathering) -> None:
        alone = meeting.twist == "without the family"
        came = [RUTH, PETER] if alone else [p for p in _CAME if p in meeting.guests]
        needs_date = meeting.kind != "progress meeting"
        review = working_day_before(self._today + timedelta(days=180)) if needs_date else None
        acts.record(self.amina, self.family, meeting.id, came, review)
        meeting.recorded = True
        words = "records that nobody of the family could come to" if alone else "records"
        self._line(AMINA, f"{words} the {meeting.kind}", meeting.clause)
        if meeting.kind == "planning meeting":
            acts.write_plans(self.amina, self.family, self._today, working_day(self._today + ASSESSMENT))
            self._line(AMINA, "agrees a plan for each child with the family", "Newcastle 1.6")

    def _circulate(self, duty: dict[str, Any]) -> None:
        meeting = next(m for m in self._gatherings if m.id == duty["anchor"])
        acts.decide(self.amina, self.family, meeting.id, meeting.guests)
        self.town.settle()
        sent = self._new_mails()
        self._line(AMINA, f"sends the record of the {meeting.kind} by mail", duty["clause"], sent)
        posted = acts.by_hand(self.dee, self.family, meeting.id, self._today)
        if posted:
            self._line(DEE, f"prints and posts the record of the {meeting.kind}", duty["clause"], posted)
        meeting.twist = "decided" if meeting.twist != "moved" else "decided, bounces"
        if meeting.twist == "decided, bounces":
            meeting.twist = "decided"
            self._at(working_day(self._today + timedelta(days=1)), lambda: self._bounce(meeting, duty))

    def _bounce(self, meeting: Gathering, duty: dict[str, Any]) -> None:
        person = self.family.of(RUTH)
        self.dee.send(f"/meetings/{meeting.id}/copies/{person}/bounced")
        self._line(DEE, f"notes that the mail to {RUTH.name} came back", duty["clause"])
        self.town.settle()
        self.dee.send(f"/meetings/{meeting.id}/copies/{person}/again")
        self.town.settle()
        self._line(DEE, "sends it again", duty["clause"], self._new_mails())

    def _new_mails(self) -> list[str]:
        """Whom the mails since the last look went to, by name, as the mail catcher has them."""
        fresh = self.town.mails(self._last_mail)
        self._last_mail = fresh[-1]["id"] if fresh else self._last_mail
        names = {person.mail: person.name for person in PEOPLE if person.mail}
        return [names.get(address, address) for mail in fresh for address in addresses(mail)]
