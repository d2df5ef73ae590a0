"""The fields of a meeting's record for what the procedure asks of it, by child."""

from collections.abc import Mapping, Sequence
from typing import Any

from plumbing.web.fields import long_text_field
from services.planning.domain.child import Child
from services.planning.domain.meeting import Answer
from services.planning.procedures.questions import Asked


def question_fields(children: list[Child], asked: Mapping[str, Asked]) -> dict[str, Any]:
    """A field for each question that the procedure asks of this record, by child."""
    return {
        f"answer_{index}_{number}": _field(f"{child.name}: {question}", asked[child.id])
        for index, child in enumerate(children)
        if child.id in asked
        for number, question in enumerate(asked[child.id].asks)
    }


def _field(label: str, asked: Asked) -> Any:
    """May stay empty in the form, as not every outcome must be answered for; says so only where none must."""
    found = long_text_field(label, rows=3, optional=True, hint=f"{asked.clause} asks for this.")
    found.metadata = {**found.metadata, "optional": not asked.must}
    return found


def answers_in(
    v: Mapping[str, Any], children: list[Child], asked: Mapping[str, Asked]
) -> dict[str, list[str]]:
    return {
        child.id: [v.get(f"answer_{index}_{number}") or "" for number in range(len(asked[child.id].asks))]
        for index, child in enumerate(children)
        if child.id in asked
    }


def answers_before(
    children: Sequence[str], asked: Mapping[str, Asked], answered: Mapping[str, Sequence[Answer]]
) -> dict[str, list[str]]:
    """As they were, of children about whom the form did not ask."""
    found = {child: {one.number: one.answer for one in answered[child]} for child in children}
    return {
        child: [known.get(number, "") for number in range(1, len(asked[child].asks) + 1)]
        for child, known in found.items()
        if child in asked
    }


def answer_blanks(children: list[Child], answered: Mapping[str, Sequence[Answer]]) -> dict[str, str]:
    """What was answered last time, in the fields of question_fields; a question left open stays empty."""
    return {
        f"answer_{index}_{one.number - 1}": one.answer
        for index, child in enumerate(children)
        for one in answered[child.id]
    }
