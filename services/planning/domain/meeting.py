"""A meeting about one or several children: arranged, then held, held without the family, or not held."""

from dataclasses import dataclass, field
from datetime import date, datetime

KINDS = ("planning meeting", "progress meeting", "review")
WITH_THE_FAMILY, WITHOUT_THE_FAMILY = "held", "held without the family"
HELD = (WITH_THE_FAMILY, WITHOUT_THE_FAMILY)
OUTCOMES = (*HELD, "not held")
SIGNED_OFF, RETURNED, CHANGED = "signed off", "returned", "changed"
ANSWERS = ("", "coming", "not coming", "needs an interpreter", "needs a lift")


class CannotChangeMeeting(Exception):
    """The meeting is past the point where this can be done."""


class CannotSignOff(Exception):
    """There is nothing to sign off, or nothing that is new."""


@dataclass
class Attendance:
    """Four separate facts about one person and one meeting (reading 15), and what they told us."""

    meeting: str
    person: str
    invited: bool = True
    attended: bool = False
    party: bool = False
    service_role: str = ""
    place_shown: bool = False
    answer: str = ""


@dataclass
class Subject:
    """One child whom a meeting is about; a meeting may have several, each considered individually (NC3)."""

    meeting: str
    child: str


@dataclass
class Meeting:
    """Times are civil, in the council's time zone.

    `early`: a review held out of its turn after a significant change. `specific`: one that the procedure asks
    for of its own, as of a complex package. `chair_decided_by`: who chose another chair than the procedure's.
    """

    id: str
    kind: str
    starts: datetime
    ends: datetime
    place: str
    chair: str
    chair_role: str
    state: str = "arranged"
    review_on: date | None = None
    early: bool = False
    specific: bool = False
    chair_decided_by: str = ""
    chair_reason: str = ""
    version: int = 1
    subjects: list[Subject] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)

    @property
    def children(self) -> list[str]:
        return [subject.child for subject in self.subjects]

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def was_held(self) -> bool:
        return self.state in HELD

    def invited(self) -> list[Attendance]:
        return [attendance for attendance in self.attendances if attendance.invited]

    def attendance_of(self, person: str) -> Attendance | None:
        return next((a for a in self.attendances if a.person == person), None)

    def move(self, starts: datetime, ends: datetime, place: str) -> bool:
        """True where time or place changed, so that people must be asked again."""
        self._must_be("arranged", "moved")
        material = (starts, ends, place) != (self.starts, self.ends, self.place)
        self.starts, self.ends, self.place = starts, ends, place
        self.version += 1
        return material

    def cancel(self) -> None:
        self._must_be("arranged", "cancelled")
        self.state = "cancelled"
        self.version += 1

    def record(
        self, outcome: str, attended: set[str], uninvited: set[str], review_on: date | None, today: date
    ) -> None:
        """What became of it. Recording again corrects what was recorded."""
        if self.state == "cancelled":
            raise CannotChangeMeeting("This meeting was cancelled: arrange another.")
        if self.day > today:
            raise CannotChangeMeeting("This meeting has not taken place yet: record it on the day or after.")
        if outcome not in OUTCOMES:
            raise CannotChangeMeeting(f"A meeting is {', '.join(OUTCOMES)}; not {outcome}.")
        for attendance in self.attendances:
            attendance.attended = outcome != "not held" and attendance.person in attended
        for person in sorted(uninvited - {a.person for a in self.attendances}):
            self.attendances.append(Attendance(self.id, person, invited=False, attended=True))
        self.state, self.review_on = outcome, review_on
        self.version += 1

    def _must_be(self, state: str, act: str) -> None:
        if self.state != state:
            raise CannotChangeMeeting(f"This meeting is {self.state}: it cannot be {act}.")


@dataclass
class MinutesPart:
    """One part of one version of the minutes: about one child, or (child empty) about all."""

    meeting: str
    version: int
    child: str
    text: str


@dataclass
class Answer:
    """One question that the procedure asks of a meeting's record for one child, and the answer."""

    meeting: str
    child: str
    number: int
    question: str
    answer: str


@dataclass
class SignOff:
    """One step on the way of a meeting's record: signed off, returned with what to mend, or changed after it.

    `number` counts the steps of one meeting; the last one holds.
    """

    id: str
    meeting: str
    state: str
    on: date
    author: str
    role: str
    remark: str
    number: int
    recorded_on: date
