"""The team's board: what is overdue, due within a week and held up, by worker and by team."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.web.guard import guarded
from services.planning.adapters.duties import unfinished_duties
from services.planning.domain.child import Child
from services.planning.domain.duty import NOT_KNOWN, NOT_SET, OPEN, Duty, is_overdue
from services.planning.domain.permission import SOCIAL_WORKER
from services.planning.domain.span import DAYS, Span
from services.planning.domain.staff import Staff
from services.planning.web import looks
from services.planning.web.noting import note_each
from services.planning.web.opening_pages import openings_waiting
from services.planning.web.site import actor, desk, in_sight, may, no_thing

pages = Blueprint("board", __name__)
OVERDUE, THIS_WEEK, HELD_UP = "Overdue", "Due within a week", "Held up"
SECTIONS = (OVERDUE, THIS_WEEK, HELD_UP)
NO_ONE, NO_TEAM = "Not allocated", "No team"


@dataclass(frozen=True)
class BoardRow:
    """One duty of one child. `why_held` says what is missing, or that a date cannot be reckoned."""

    child: Child
    duty: Duty
    title: str
    worker: str
    team: str
    sections: tuple[str, ...]
    why_held: tuple[str, ...]


@pages.get("/board")
@guarded("see_board", no_thing)
def board() -> ResponseReturnValue:
    with desk().database.read() as read:
        rows = _rows(read)
        waiting = len(openings_waiting(read, actor())) if may("see_openings", no_thing()) else 0
    worker, team = request.args.get("worker", ""), request.args.get("team", "")
    shown = [row for row in rows if worker in ("", row.worker) and team in ("", row.team)]
    note_each({row.child.id for row in shown})
    return render_template(
        "board.html",
        sections=[(name, [row for row in shown if name in row.sections]) for name in SECTIONS],
        by_worker=_counted(rows, "worker"),
        by_team=_counted(rows, "team"),
        worker=worker,
        team=team,
        waiting=waiting,
        today=desk().today,
    )


def _rows(read: Session) -> list[BoardRow]:
    """Of the children whom the reader may see; a social worker's board holds only their own."""
    who, seen = actor(), in_sight(read)
    children = {
        child.id: child
        for child in read.scalars(select(Child))
        if child.id in seen and (who.role != SOCIAL_WORKER or child.worker == who.id)
    }
    staff = {one.id: one.name for one in read.scalars(select(Staff))}
    today = desk().today
    week = Span(7, DAYS).after(today, desk().working_days).due
    found = []
    for duty in unfinished_duties(read):
        child = children.get(duty.child)
        sections = _sections(duty, today, week)
        if child and sections:
            title = looks.sentence(desk().council.title(duty.name))
            worker = staff.get(child.worker, NO_ONE)
            team = child.team or NO_TEAM
            found.append(BoardRow(child, duty, title, worker, team, sections, _why_held(duty)))
    return found


def _sections(duty: Duty, today: date, week: date) -> tuple[str, ...]:
    """A duty may be both overdue and held up."""
    found = []
    if is_overdue(duty, today):
        found.append(OVERDUE)
    if duty.state == OPEN and duty.due and today <= duty.due <= week:
        found.append(THIS_WEEK)
    if _why_held(duty):
        found.append(HELD_UP)
    return tuple(found)


def _why_held(duty: Duty) -> tuple[str, ...]:
    if duty.state == NOT_SET:
        return (duty.why, *duty.beside)
    if duty.state == NOT_KNOWN:
        return ("It is not known whether this was done.", *duty.beside)
    return (*duty.shortfall, *(line for line in duty.beside if line.startswith("Held up")))


def _counted(rows: Sequence[BoardRow], whose: str) -> list[tuple[str, list[int]]]:
    """The name, and how many rows of each section, by name."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(getattr(row, whose), Counter()).update(row.sections)
    return [(name, [count[section] for section in SECTIONS]) for name, count in sorted(counts.items())]
