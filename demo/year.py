"""One family's year: a driver that does each open duty the day before it falls due, with a story's twists."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any

from demo import acts
from demo.browser import Visitor
from demo.cast import AMINA, CHILDREN, DEE, MARTIN, PEOPLE, Role, in_order
from demo.days import working_day, working_day_before
from demo.deeds import Deeds
from demo.family import EXPECTED, Family, register
from demo.gatherings import Gatherings
from demo.stories import MEETINGS, Story, stories
from demo.story import Line, spoken
from demo.town import Town, addresses

ASSESSMENT = timedelta(weeks=4)
"""How long the worker takes; most procedures' clocks begin when a manager authorises it."""


def _only_look() -> None:
    """A day on which nothing is done but to see what the scheduler says."""


class Year:
    """Plays until told to stop; `say` gets each line as it happens."""

    def __init__(self, town: Town, say: Callable[[Line], None], story: Story | None = None) -> None:
        self.town = town
        self.story = story or stories()["newcastle"]
        self.family = Family()
        self.gatherings, self.deeds = Gatherings(self), Deeds(self)
        self.lines: list[Line] = []
        self.today = date.min
        self._say = say
        self._queue: list[tuple[date, int, Callable[[], None]]] = []
        self._number = count()
        self._seen: set[str] = set()
        self._spoken_on: set[date] = set()
        self._visitors: tuple[Visitor, ...] = ()
        self._settled = -1
        self._last_mail = ""
        self._authorised = False
        self._known: dict[str, list[dict[str, Any]]] = {}

    def play(self, start: date, until: date) -> list[Line]:
        """From the first day on record to `until`, both included."""
        self.at(start, self._open)
        while self._queue and self._queue[0][0] <= until:
            day, _, act = heappop(self._queue)
            if day != self.today:
                self._go_to(day)
            if act is not _only_look:
                act()
                self.settle()
                self._known.clear()
            self._look()
        self._go_to(until)
        return self.lines

    def settle(self) -> None:
        """Waits until all that was sent has had its effect; there is none where nothing was sent since."""
        if self._settled != self._sent:
            self.town.settle()
            self._settled = self._sent

    def at(self, day: date, act: Callable[[], None]) -> None:
        heappush(self._queue, (max(day, self.today), next(self._number), act))

    def in_days(self, number: int, act: Callable[[], None]) -> None:
        """On the first working day that many days from now."""
        self.at(working_day(self.today + timedelta(days=number)), act)

    def line(self, who: Role | str, act: str, clause: str, to: Iterable[str] = ()) -> None:
        line = Line(self.today, str(who), act, in_order(to), clause)
        self.lines.append(line)
        self._say(line)

    def child(self, key: str) -> str:
        return self.family.children[key]

    def duties(self, child: str) -> list[dict[str, Any]]:
        """As they stand; asked again, for all the children at once, only after an act or when a day began."""
        if not self._known:
            self._known = self.amina.json("/duties.json")
        return self._known[child]

    def new_mails(self) -> list[str]:
        """Whom the mails since the last look went to, by name, as the mail catcher has them."""
        fresh = self.town.envelopes(self._last_mail)
        self._last_mail = fresh[-1]["id"] if fresh else self._last_mail
        names = {person.mail: person.name for person in PEOPLE if person.mail}
        return [names.get(address, address) for mail in fresh for address in addresses(mail)]

    def authorise(self) -> None:
        if not self._authorised:
            self._authorised = True
            self._step(self.amina, "finished")
            self._step(self.martin, "authorised")

    @property
    def _sent(self) -> int:
        """How many forms so far."""
        return sum(visitor.sent for visitor in self._visitors)

    def _go_to(self, day: date) -> None:
        self.today = day
        self._known.clear()
        self.town.go_to(day)
        self.town.settle()
        self._settled = self._sent
        if day in self._spoken_on:
            self._watch()

    def _open(self) -> None:
        self.amina, self.martin = Visitor(self.town.staff, AMINA), Visitor(self.town.staff, MARTIN)
        self.dee = Visitor(self.town.staff, DEE)
        self._visitors = (self.amina, self.martin, self.dee)
        self.family = register(self.amina, self.martin, self.today, self.story.team)
        names = ", ".join(child.name for child in CHILDREN)
        self.line(AMINA, f"registers {names} and the people around them", self.story.clause)
        if self.story.assessed:
            self._step(self.amina, "started")
            self.at(working_day(self.today + ASSESSMENT), self.authorise)
        self.at(working_day(self.today + EXPECTED), self._birth)
        for twist in self.story.twists:
            twist(self)

    def _birth(self) -> None:
        name = acts.record_birth(self.amina, self.family, self.today)
        self.line(AMINA, f"records the birth of {name}", self.story.clause)

    def _step(self, visitor: Visitor, step: str) -> None:
        for child in self.family.children.values():
            visitor.send(f"/children/{child}/assessment", step=step, on=self.today)
        self.line(visitor.who, f"records that the assessment is {step}", self.story.clause)

    def _look(self) -> None:
        """Every open duty is planned for the working day before it falls due, the earliest first."""
        found = [(child, duty) for child in self.family.children.values() for duty in self.duties(child)]
        for child, duty in sorted(found, key=lambda one: one[1]["due"] or ""):
            if duty["state"] == "open":
                self._plan(child, duty)

    def _plan(self, child: str, duty: dict[str, Any]) -> None:
        due, kind = date.fromisoformat(duty["due"]), duty["met_by"][0]
        if kind in MEETINGS:
            self.gatherings.plan(kind, due, duty["clause"], **self.story.of_duty.get(duty["name"], {}))
        key = f"{duty['id']} {duty['due']}"
        if key in self._seen:
            return
        self._seen.add(key)
        for day in (date.fromisoformat(duty["soon"]), due + timedelta(days=1)):
            if day > self.today:
                self._spoken_on.add(day)
                self.at(day, _only_look)
        if kind not in MEETINGS:
            self.at(working_day_before(due), partial(self._do, child, duty, kind))

    def _do(self, child: str, duty: dict[str, Any], kind: str) -> None:
        """Unless something else has met or moved it since."""
        now = next((one for one in self.duties(child) if one["id"] == duty["id"]), duty)
        if (now["state"], now["due"]) != ("open", duty["due"]):
            return
        if kind == "circulated":
            self.gatherings.circulate(duty)
        elif kind == "signed off":
            self.gatherings.sign_off(duty)
        else:
            self.deeds.do(child, duty, kind)

    def _watch(self) -> None:
        """What the scheduler has said this morning, of what all the children owe together once.

        It speaks when a duty is due soon and when it is overdue: on other days there is nothing to ask.
        """
        for duty in (duty for child in self.family.children.values() for duty in self.duties(child)):
            name = duty["name"].replace("circulate after", "circulation after the")
            for field, words in (
                ("reminded_on", "reminds: due soon is the"),
                ("overdue_on", "overdue is the"),
            ):
                key = f"{duty['name']} {duty['due']} {field} {duty[field]}"
                if duty[field] == self.today.isoformat() and key not in self._seen:
                    self._seen.add(key)
                    due = spoken(date.fromisoformat(duty["due"]))
                    self.line("The scheduler", f"{words} {name}, due {due}", duty["clause"])
