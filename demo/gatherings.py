"""The meetings of a year: arranged in time, moved, held or held without the family, and their papers sent."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from demo import acts
from demo.acts import Gathering
from demo.cast import AMINA, DEE, HUDA, KARIM, MARTIN, PETER, RUTH, SAMIRA, TOM, Role
from demo.days import working_day, working_day_before
from demo.story import spoken

if TYPE_CHECKING:
    from demo.year import Year

_ALL = [SAMIRA, KARIM, TOM, RUTH, PETER, HUDA]
_TEAM = [SAMIRA, RUTH, PETER, HUDA]
_CAME = [SAMIRA, RUTH, PETER, HUDA, TOM]


class Gatherings:
    """Every meeting that the driver has arranged, and what is to become of it."""

    def __init__(self, year: "Year") -> None:
        self._year = year
        self._found: list[Gathering] = []
        self._planned: set[str] = set()
        self._number = 0
        self._returned = False
        self.answered = False
        self._signed: set[str] = set()
        self._sent: set[str] = set()

    def plan(self, kind: str, due: date, clause: str, **special: Any) -> None:
        """For the working day before it is due; invitations go three weeks earlier where there is time."""
        year = self._year
        key = f"{kind} {sorted(special.items(), key=str)}"
        if any(meeting.key == key and not meeting.recorded for meeting in self._found):
            return
        if key in self._planned:
            return
        self._planned.add(key)
        self._number += 1
        twist = year.story.twists_of_meetings.get(self._number, "")
        day = working_day_before(due)
        if day <= year.today:
            day = working_day(year.today + timedelta(days=3))
        if twist == "hold":
            day = working_day_before(day)
        guests = _TEAM if kind == "progress meeting" else _ALL
        chair = special.get("chair") or year.story.chair(kind)
        ticked = {name: value for name, value in special.items() if name != "chair"}
        arranging = min(working_day(max(year.today, day - timedelta(weeks=3))), day)
        meeting = Gathering("", kind, day, list(guests), clause, twist, key=key)
        year.at(arranging, lambda: self._arrange(meeting, chair, ticked))

    def _arrange(self, found: Gathering, chair: Role, ticked: dict[str, Any]) -> None:
        year, kind, day, clause = self._year, found.kind, found.day, found.clause
        found.id = acts.arrange(year.amina, year.family, kind, day, chair, found.guests, **ticked)
        self._found.append(found)
        self._planned.discard(found.key)
        year.settle()
        year.line(AMINA, f"arranges the {kind} for {spoken(day)}", clause, year.new_mails())
        if told := acts.tell(year.dee, year.family, found.id):
            year.line(DEE, f"tells by phone when the {kind} is", clause, told)
        if found.twist in ("moved", "hold"):
            year.at(working_day_before(day - timedelta(days=7)), lambda: self._move(found))
        else:
            year.at(day, lambda: self._hold(found))

    def _move(self, meeting: Gathering) -> None:
        year = self._year
        held = meeting.twist == "hold"
        if held:
            child = year.family.first_child()
            reason = "A wrong address was found; nothing goes out until it is checked."
            year.dee.send(f"/children/{child}/hold", everyone="yes", reason=reason)
            year.line(DEE, "holds everything going out for the whole family", meeting.clause)
        meeting.day = (
            working_day(meeting.day + timedelta(days=1)) if held else working_day_before(meeting.day)
        )
        acts.move(year.amina, year.family, meeting.id, meeting.day, meeting.guests)
        year.settle()
        to = year.new_mails()
        year.line(AMINA, f"moves the {meeting.kind} to {spoken(meeting.day)}", meeting.clause, to)
        if held:
            self._lift(meeting)
        year.at(meeting.day, lambda: self._hold(meeting))

    def _lift(self, meeting: Gathering) -> None:
        year = self._year
        page = year.martin.read("/holds")
        path = page.split('action="/holds/')[1].split('/lift"')[0]
        year.martin.send(f"/holds/{path}/lift")
        year.settle()
        year.line(MARTIN, "lifts the hold: what waited goes out", meeting.clause, year.new_mails())

    def _hold(self, meeting: Gathering) -> None:
        year = self._year
        alone = meeting.twist == "without the family"
        came = [RUTH, PETER] if alone else [p for p in _CAME if p in meeting.guests]
        needs_date = meeting.kind != "progress meeting"
        review = working_day_before(year.today + timedelta(days=180)) if needs_date else None
        answers = acts.record(year.amina, year.family, meeting.id, came, review)
        meeting.recorded = True
        self.answered = self.answered or answers
        words = "records that nobody of the family could come to" if alone else "records"
        words = "answers what is asked of, and records" if answers else words
        year.line(AMINA, f"{words} the {meeting.kind}", meeting.clause)
        year.deeds.after_meeting(meeting)
        held = sum(one.recorded and one.kind == meeting.kind for one in self._found)
        if follows := year.story.after.get((meeting.kind, held)):
            follows(year)

    def sign_off(self, duty: dict[str, Any]) -> None:
        """Once, where the story wants that, it is returned first and mended."""
        year, meeting = self._year, self._meeting(duty)
        if meeting.id in self._signed:
            return
        self._signed.add(meeting.id)
        if year.story.returned_once and not self._returned:
            self._returned = True
            year.martin.send(f"/meetings/{meeting.id}/return", remark="Say who brings Sami to school.")
            year.line(MARTIN, f"returns the record of the {meeting.kind}", duty["clause"])
            year.in_days(1, lambda: self._sign(meeting, duty["clause"]))
            return
        self._sign(meeting, duty["clause"])

    def _sign(self, meeting: Gathering, clause: str) -> None:
        year = self._year
        year.martin.send(f"/meetings/{meeting.id}/sign-off")
        year.line(MARTIN, f"signs off the record of the {meeting.kind}", clause)

    def circulate(self, duty: dict[str, Any]) -> None:
        year, meeting = self._year, self._meeting(duty)
        if meeting.id in self._sent:
            return
        self._sent.add(meeting.id)
        acts.decide(year.amina, year.family, meeting.id, meeting.guests)
        year.settle()
        sent = year.new_mails()
        words = f"sends the record of the {meeting.kind} by mail"
        alone = f"confirms who has the record of the {meeting.kind}; nobody can be reached by mail"
        year.line(AMINA, words if sent else alone, duty["clause"], sent)
        posted = acts.by_hand(year.dee, year.family, meeting.id, year.today)
        if posted:
            year.line(DEE, f"prints and posts the record of the {meeting.kind}", duty["clause"], posted)
        if meeting.twist == "moved":
            year.at(working_day(year.today + timedelta(days=1)), lambda: self._bounce(meeting, duty))

    def _bounce(self, meeting: Gathering, duty: dict[str, Any]) -> None:
        year, person = self._year, self._year.family.of(RUTH)
        year.dee.send(f"/meetings/{meeting.id}/copies/{person}/bounced")
        year.line(DEE, f"notes that the mail to {RUTH.name} came back", duty["clause"])
        year.settle()
        year.dee.send(f"/meetings/{meeting.id}/copies/{person}/again")
        year.settle()
        year.line(DEE, "sends it again", duty["clause"], year.new_mails())

    def _meeting(self, duty: dict[str, Any]) -> Gathering:
        return next(m for m in self._found if m.id == duty["anchor"])

    def first_held(self) -> str:
        return next(meeting.id for meeting in self._found if meeting.recorded)

    def held(self) -> list[tuple[str, str]]:
        """Each that was recorded, by its id and its kind."""
        return [(meeting.id, meeting.kind) for meeting in self._found if meeting.recorded]
