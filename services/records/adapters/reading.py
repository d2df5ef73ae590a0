"""A copy's content in reading order: what the page shows, and the same words as plain text."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from cin.v1.claims_pb2 import ActionContent, CopyContent, PlanContent

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
Page = dict[str, Any]
"""Plain data, ready for the template: a copy holds no name or address of the person it is for."""


def page_of(content: CopyContent) -> Page:
    """Two people with the same view get the same page, and so the same document."""
    return {
        "council": content.council,
        "title": content.title,
        "heading": content.heading,
        "language": content.language if _LANGUAGE.fullmatch(content.language) else "en-GB",
        "facts": [{"term": fact.term, "detail": fact.detail} for fact in content.facts],
        "plans": [_plan(plan) for plan in content.plans],
        "sections": [
            {"heading": section.heading, "paragraphs": _paragraphs(section.paragraphs)}
            for section in content.sections
        ],
        "clause": content.clause,
    }


def words_of(page: Page) -> str:
    """Every word of the content, as it is read: line by line."""
    return "\n".join(line for line in _lines(page) if line)


def _plan(plan: PlanContent) -> Page:
    outcomes = groupby(plan.actions, key=lambda action: action.outcome)
    return {
        "child": plan.child_name,
        "objective": plan.objective,
        "agreed": plan.agreed,
        "review": plan.review,
        "child_views": plan.child_views,
        "parent_views": plan.parent_views,
        "outcomes": [
            {"outcome": outcome, "actions": [_action(action) for action in actions]}
            for outcome, actions in outcomes
        ],
    }


def _action(action: ActionContent) -> dict[str, str]:
    return {"who": action.who, "what": action.what, "why": action.why, "by_when": action.by_when}


def _paragraphs(paragraphs: Iterable[str]) -> list[str]:
    """A text box's line breaks are paragraphs on paper too."""
    return [line.strip() for text in paragraphs for line in text.splitlines() if line.strip()]


def _lines(page: Page) -> Iterator[str]:
    yield from (page["council"], page["title"], page["heading"])
    for fact in page["facts"]:
        yield from (fact["term"], fact["detail"])
    for plan in page["plans"]:
        yield from _plan_lines(plan)
    for section in page["sections"]:
        yield section["heading"]
        yield from section["paragraphs"]
    yield page["clause"]


def _plan_lines(plan: Page) -> Iterator[str]:
    yield from (plan["child"], plan["objective"], plan["agreed"], plan["review"])
    for outcome in plan["outcomes"]:
        yield outcome["outcome"]
        for action in outcome["actions"]:
            yield from (action["who"], action["what"], action["why"], action["by_when"])
    yield from (plan["child_views"], plan["parent_views"])
