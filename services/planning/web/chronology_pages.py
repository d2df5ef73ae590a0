"""A child's chronology: what records has of the child, with the names filled in."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from plumbing.neighbour import NeighbourDown, NeighbourRefused
from plumbing.web.guard import guarded
from services.planning.commands.desk import find
from services.planning.domain.child import Child
from services.planning.web import looks
from services.planning.web.site import ask_what_is_heard, child_thing, desk, meetings_out_of_sight

pages = Blueprint("chronology", __name__)
_OF_MEETINGS = frozenset({"meeting", "invitation", "copy", "circulation"})
"""First words of the kinds of line that tell of a meeting, its invitations or its papers."""


@pages.get("/children/<child>/chronology")
@guarded("see_child", child_thing)
def chronology(child: str) -> ResponseReturnValue:
    entries, down, nothing = [], "", dict[str, Any](chronology=[])
    try:
        path = f"/children/{child}/chronology"
        entries = ask_what_is_heard("records", path, "see_child", child, nothing)["chronology"]
    except (NeighbourDown, NeighbourRefused):
        down = "The chronology cannot be shown just now: records cannot be reached. Nothing is lost."
    with desk().database.read() as read:
        hidden = meetings_out_of_sight(read, [child])
        names = looks.names(read)
        whose = find(read, Child, child)
        filled = [looks.told(desk(), entry, names) for entry in entries if _is_told(entry, hidden)]
    return render_template("chronology.html", child=whose, entries=filled, down=down)


def _is_told(entry: Mapping[str, Any], hidden: Collection[str]) -> bool:
    """Nothing of a meeting out of sight. A line from before meetings were noted may be of that one."""
    if meeting := entry.get("meeting", ""):
        return meeting not in hidden
    return not hidden or entry["kind"].partition(" ")[0] not in _OF_MEETINGS
