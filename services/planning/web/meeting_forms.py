"""The forms about a meeting: arranging, moving, cancelling, noting an answer, recording."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema

from plumbing.web.fields import (
    choice_field,
    choices_field,
    date_field,
    long_text_field,
    offer,
    text_field,
    tick_field,
    time_field,
)
from services.planning.domain.child import Child
from services.planning.domain.meeting import ANSWERS, OUTCOMES
from services.planning.domain.person import Person
from services.planning.domain.vocabulary import EARLY as EARLY_REVIEW
from services.planning.domain.vocabulary import SPECIFIC as SPECIFIC_REVIEW
from services.planning.domain.wording import joined
from services.planning.procedures.council import Council
from services.planning.web import looks

EARLY = "Held early, after a significant change"
SPECIFIC = "Held as the specific review that the procedure asks for"


class MeetingForm(Schema):
    kind = choice_field("Kind of meeting")
    children = choices_field("Which children is it about?", missing="Select at least one child")
    on = date_field("Date of the meeting")
    starts = time_field("Starts at", hint="Like 10am")
    ends = time_field("Ends at")
    place = text_field("Place", hint="Printed only for the people ticked below")
    chair = choice_field("Who chairs?", as_list=True)
    chair_decided_by = choice_field(
        "Who decided on this chair, if the procedure asks for another", as_list=True, optional=True
    )
    chair_reason = long_text_field("Why this chair", rows=2, optional=True)
    guests = choices_field("Who is invited?", missing="Select at least one person to invite")
    place_shown = choices_field("For whom is the place safe to print?", optional=True, default=[])
    party = choices_field("Who has a part in the plan?", optional=True, default=[])
    early = tick_field(EARLY, optional=True, default=False)
    specific = tick_field(SPECIFIC, optional=True, default=False)


class MoveForm(Schema):
    on = date_field("Date of the meeting")
    starts = time_field("Starts at")
    ends = time_field("Ends at")
    place = text_field("Place")
    guests = choices_field("Who is invited?", missing="Select at least one person to invite")
    place_shown = choices_field("For whom is the place safe to print?", optional=True, default=[])
    party = choices_field("Who has a part in the plan?", optional=True, default=[])


class CancelForm(Schema):
    sure = tick_field("Everyone invited is told that the meeting is cancelled")


class AnswerForm(Schema):
    person = choice_field("Who told us?", as_list=True)
    answer = choice_field("What did they say?", {a: a.capitalize() for a in ANSWERS if a})


def record_schema(children: list[Child], others: bool, questions: Mapping[str, Any]) -> Schema:
    """A part of the minutes for each child; the uninvited are asked about only where there are `others`."""
    own = {
        f"about_{index}": long_text_field(f"About {child.name}", rows=6, optional=True)
        for index, child in enumerate(children)
    }
    came = choices_field("Who came without being invited?", optional=True, default=[])
    uninvited = {"uninvited": came} if others else {}
    made: Schema = Schema.from_dict(
        {
            "outcome": choice_field("What became of it?", {o: o.capitalize() for o in OUTCOMES}),
            "attended": choices_field("Who came, of those invited?", optional=True, default=[]),
            **uninvited,
            "review_on": date_field("Date set for the review", optional=True),
            "early": tick_field(EARLY, optional=True, default=False),
            "specific": tick_field(SPECIFIC, optional=True, default=False),
            "about_all": long_text_field(
                "What was discussed, about all of them",
                rows=8,
                optional=True,
                hint="Goes only into whole copies. Leave out addresses, phone numbers and schools.",
            ),
            **own,
            **questions,
        }
    )()
    return made


def ask_what_counts(schema: Schema, council: Council) -> None:
    """Leaves out what no rule of this council's procedure looks at."""
    edition = council.editions[-1]
    looked_at = {name for rule in edition.timescales for name in rule.having}
    looked_at |= {name for rule in edition.questions for name in rule.not_counting}
    for field, name in (("early", EARLY_REVIEW), ("specific", SPECIFIC_REVIEW)):
        if name not in looked_at:
            for fields in (schema.fields, schema.load_fields, schema.dump_fields):
                fields.pop(field, None)


def say_who_chairs(schema: Schema, asked: Mapping[str, Sequence[str]]) -> None:
    """By the council's word for each kind of meeting: the roles that its procedure asks for."""
    said = [f"{word}: {joined(roles, 'or')}" for word, roles in asked.items() if roles]
    if said:
        field = schema.fields["chair"]
        field.metadata = {**field.metadata, "hint": f"The procedure asks for: {'; '.join(said)}"}


def offer_people(schema: Schema, people: list[Person]) -> None:
    choices = {person.id: looks.described(person) for person in people}
    for name in ("guests", "place_shown", "party"):
        offer(schema, name, choices)
