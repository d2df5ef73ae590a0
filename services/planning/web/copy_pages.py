"""The copies themselves: as they were sent, their covers, and what is to be printed and posted."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from plumbing.neighbour import NeighbourDown
from plumbing.web.guard import guarded
from services.planning.commands.answer_claims import recipient
from services.planning.domain.circulation import Circulation
from services.planning.web import looks
from services.planning.web.circulation_pages import copy_at
from services.planning.web.noting import note_each
from services.planning.web.site import (
    actor,
    ask,
    desk,
    known_thing,
    may,
    meeting_thing,
    no_thing,
    site,
)

pages = Blueprint("copies", __name__)


@pages.get("/meetings/<meeting>/copies/<person>/document")
@guarded("see_document", meeting_thing)
def document(meeting: str, person: str) -> ResponseReturnValue:
    """The very bytes that this person was or is to be sent: only to whom every child in them is open."""
    circulation = copy_at(meeting, person)
    found = ask("notifications", "GET", f"/circulations/{circulation.id}", "see_circulation", circulation.id)
    copy = next((one for one in found["copies"] if one["person"] == person), None)
    if not copy or not copy["document"]:
        abort(404)
    path = f"/documents/{copy['document']}"
    pdf = (
        site()
        .neighbours["records"]
        .fetch(path, actor=actor().id, action="see_document", thing=copy["document"])
    )
    return _pdf(pdf)


@pages.get("/meetings/<meeting>/copies/<person>/cover")
@guarded("print_copy", meeting_thing)
def cover(meeting: str, person: str) -> ResponseReturnValue:
    """A neutral cover for the post, with the address that is safe today."""
    circulation = copy_at(meeting, person)
    to = recipient(desk(), circulation.id, person)
    if not to.entitled or not to.address:
        abort(404)
    back = f"If this is not for you, please ring {to.office_phone}."
    said = {"name": to.name, "address": list(to.address), "council": to.council, "return_words": back}
    path = f"/circulations/{circulation.id}/cover"
    return _pdf(
        site()
        .neighbours["records"]
        .post_for_file(path, actor=actor().id, action="print_copy", thing=circulation.id, json=said)
    )


@pages.get("/by-hand")
@guarded("see_by_hand", no_thing)
def by_hand() -> ResponseReturnValue:
    copies, down = [], ""
    try:
        copies = ask("notifications", "GET", "/by-hand", "see_by_hand", "all")["copies"]
    except NeighbourDown:
        down = "The list cannot be shown just now. Nothing is lost: look again in a few minutes."
    rows, about = [], set()
    with desk().database.read() as read:
        for copy in copies:
            circulation = read.get(Circulation, copy["circulation"])
            thing = known_thing(read, "meeting", circulation.meeting) if circulation else None
            if thing and may("see_meeting", thing):
                rows.append((copy, circulation))
                about |= {one.child for one in thing.children}
        names = looks.names(read)
    note_each(about)
    return render_template("by_hand.html", rows=rows, names=names, down=down)


def _pdf(content: bytes) -> Response:
    return Response(
        content, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="papers.pdf"'}
    )
