"""Reckons every child again when the procedure, the bank holidays or the way of reckoning has changed."""

from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import services.planning.domain as domain
import services.planning.procedures as procedures
from plumbing.database import take_turns
from plumbing.sweep import GoOn
from services.planning.adapters.progress import (
    Progress,
    children_after,
    count_after,
    keep_progress,
    progress,
)
from services.planning.commands.desk import Desk
from services.planning.commands.reckon_duties import reckon_duties

BATCH = 20
"""Children in one transaction: others wait no longer for a child than these take."""


def reckon_everybody(desk: Desk, go_on: GoOn) -> int:
    """One batch; how many children it reckoned. A new edition's day, or new files at a start, begin anew."""
    mark = in_force(desk)
    with desk.database.read() as read:
        if _is_done(progress(read), mark):
            return 0
    with desk.database.begin() as session:
        take_turns(session, "reckoning everybody")
        now = progress(session)
        if now is None or now.procedure != mark:
            now = Progress(mark, "", None)
        children = children_after(session, now.after, BATCH) if not _is_done(now, mark) else []
        for child in children:
            if not go_on():
                return 0  # the next process begins this batch again, to no other effect
            if reckon_duties(desk, session, child):
                desk.note(session, "reckon_everybody", child)
        over = len(children) < BATCH
        after = children[-1] if children else now.after
        keep_progress(session, Progress(mark, after, desk.today if over else None))
    return len(children)


def everybody_waits(desk: Desk) -> str | None:
    """How many children are still to be reckoned by what is in force today, in one line."""
    mark = in_force(desk)
    with desk.database.read() as read:
        now = progress(read)
        if _is_done(now, mark):
            return None
        left = count_after(read, now.after if now and now.procedure == mark else "")
    return f"{left} children to reckon by what is in force now" if left else None


def in_force(desk: Desk) -> str:
    """Everything that a duty's date depends on besides the child: files in force, holidays, our own code."""
    return _mark(desk.council.sha256, tuple(desk.working_days.bank_holidays), _way_of_reckoning())


@cache
def _mark(files: str, holidays: tuple[date, ...], way: str) -> str:
    return sha256(f"{files} {sorted(map(str, holidays))} {way}".encode()).hexdigest()


@cache
def _way_of_reckoning() -> str:
    """A release that reckons otherwise reckons everybody again."""
    folders = (Path(str(module.__file__)).parent for module in (procedures, domain))
    code = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.py"))]
    return sha256(b"".join(code)).hexdigest()


def _is_done(now: Progress | None, mark: str) -> bool:
    return now is not None and now.procedure == mark and now.done_on is not None
