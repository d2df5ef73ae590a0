"""Recording what became of a meeting: who came, the minutes of each child, what the procedure asks."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from plumbing.web.fields import offer
from plumbing.web.guard import guarded
from services.planning.commands.answer_questions import answers_of, questions_of
from services.planning.commands.desk import find
from services.planning.commands.record_meeting import MeetingRecord, minutes_of, record_meeting
from services.planning.domain.child import Child
from services.planning.domain.meeting import OUTCOMES, Meeting
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer
from services.planning.web.meeting_forms import ask_what_counts, record_schema
from services.planning.web.question_fields import answer_blanks, answers_before, answers_in, question_fields
from services.planning.web.site import actor, desk, in_sight, meeting_thing

pages = Blueprint("meeting_records", __name__)


@pages.route("/meetings/<meeting>/record", methods=["GET", "POST"])
@guarded("record_meeting", meeting_thing)
def record(meeting: str) -> ResponseReturnValue:
    """What it says about a child whom the writer may not see is neither shown nor changed."""
    with desk().database.read() as read:
        found = find(read, Meeting, meeting)
        seen = in_sight(read, found.children)
        children = [find(read, Child, child) for child in found.children if child in seen]
        people = looks.people_around(read, found.children)
        near = {person.id for person in looks.people_around(read, seen)}
        invited = {a.person for a in found.invited()}
        parts = {part.child: part.text for part in minutes_of(read, meeting)}
        asked = questions_of(desk(), read, found, found.early)
        answered = {child: answers_of(read, meeting, child) for child in found.children}
    others = {p.id: looks.described(p) for p in people if p.id in near - invited}
    schema = record_schema(children, bool(others), question_fields(children, asked))
    ask_what_counts(schema, desk().council)
    offer(schema, "attended", {p.id: looks.described(p) for p in people if p.id in invited})
    if others:
        offer(schema, "uninvited", others)
    blank = {
        "outcome": found.state if found.state in OUTCOMES else None,
        "attended": [a.person for a in found.invited() if a.attended],
        "uninvited": [a.person for a in found.attendances if a.attended and not a.invited],
        "review_on": found.review_on,
        "early": found.early,
        "specific": found.specific,
        "about_all": parts.get(""),
        **{f"about_{index}": parts.get(child.id) for index, child in enumerate(children)},
        **answer_blanks(children, answered),
    }

    def act(v: Mapping[str, Any]) -> None:
        unseen = [child for child in found.children if child not in seen]
        about = {child: parts.get(child, "") for child in unseen}
        about |= {child.id: v.get(f"about_{i}") or "" for i, child in enumerate(children)}
        text = MeetingRecord(
            v["outcome"],
            frozenset(v["attended"] or []),
            frozenset(v.get("uninvited") or []),
            v.get("review_on"),
            v.get("about_all") or "",
            about,
            bool(v.get("early", found.early)),
            bool(v.get("specific", found.specific)),
            answers_in(v, children, asked) | answers_before(unseen, asked, answered),
        )
        record_meeting(desk(), meeting, text, actor().id)

    page = FormPage("Record the meeting", f"/meetings/{meeting}", save="Save the record")
    return answer(
        page, schema, act, done="The meeting is recorded and every date reckoned again.", blank=blank
    )
