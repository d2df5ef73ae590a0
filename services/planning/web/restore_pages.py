"""What left before a backup was put back and is not on record any more, for staff to see."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from plumbing.neighbour import NeighbourDown
from plumbing.web.guard import guarded
from services.planning.web.site import ask, desk, no_thing

pages = Blueprint("restore", __name__)


@pages.get("/sent-before-restore")
@guarded("see_sent_before_restore", no_thing)
def sent_before_restore() -> ResponseReturnValue:
    """Message-IDs and times: with them the mail server's keeper finds what each was."""
    found: dict[str, Any] = {"messages": [], "stopped": False}
    down = ""
    try:
        action = "see_sent_before_restore"
        found = ask("notifications", "GET", "/messages/before-restore", action, "all")
    except NeighbourDown:
        down = "The list cannot be shown just now. Nothing is lost: look again in a few minutes."
    rows = [(one["message_id"], _local(one["left_at"], desk().clock.zone)) for one in found["messages"]]
    return render_template("sent_before_restore.html", rows=rows, stopped=found["stopped"], down=down)


def _local(at: str, zone: ZoneInfo) -> datetime | None:
    return datetime.fromisoformat(at).astimezone(zone) if at else None
