"""What an invitation says to a person: complete in words, for a reader whose mail shows no buttons."""

from dataclasses import dataclass
from html import escape

from services.scheduler.domain.invitation import Occasion
from services.scheduler.domain.meeting_time import MeetingTime, clock_words

_OPENING = {
    Occasion.INVITATION: "You are invited to a meeting.",
    Occasion.CHANGED: "The meeting you were invited to has changed. This is how it stands now.",
    Occasion.CANCELLED: "The meeting below will not go ahead for you. You do not have to do anything.",
}


@dataclass(frozen=True)
class Words:
    """`entry` goes into the calendar and is seen on lock screens: it says how to answer, nothing else."""

    subject: str
    text: str
    html: str
    entry: str


def words(occasion: Occasion, name: str, time: MeetingTime, place: str, phone: str) -> Words:
    """`place` is empty where it must not be shown to this person; `phone` where the office has none."""
    subject = f"{occasion}: Meeting, {time.day}, {clock_words(time.starts)}"
    greeting = f"Dear {name}," if name else "Hello,"
    facts = [("What", "Meeting"), ("When", f"{time.hours}, {time.day}")]
    facts += [("Where", place)] if place else []
    facts += [("Phone", phone)] if phone else []
    after = _after(occasion, phone)
    return Words(
        subject,
        _text(greeting, _OPENING[occasion], facts, after),
        _html(subject, greeting, _OPENING[occasion], facts, after),
        "" if occasion is Occasion.CANCELLED else _how_to_answer(phone),
    )


def _after(occasion: Occasion, phone: str) -> list[str]:
    reach = f"ring {phone} or reply to this email" if phone else "reply to this email"
    if occasion is Occasion.CANCELLED:
        return [f"If you have a question, {reach}."]
    return [
        _how_to_answer(phone),
        f"If you need an interpreter, transport, childcare or someone with you, {reach}.",
    ]


def _how_to_answer(phone: str) -> str:
    by_phone = f"Ring {phone} to say if you can come. " if phone else ""
    return f"{by_phone}You can also reply by email: the meetings office reads it."


def _text(greeting: str, opening: str, facts: list[tuple[str, str]], after: list[str]) -> str:
    listed = "\n".join(f"{term}: {detail}" for term, detail in facts)
    return "\n\n".join([greeting, opening, listed, *after]) + "\n"


def _html(subject: str, greeting: str, opening: str, facts: list[tuple[str, str]], after: list[str]) -> str:
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(detail)}</dd>" for term, detail in facts)
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in after)
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>"
        f"<body><p>{escape(greeting)}</p><p>{escape(opening)}</p><dl>{listed}</dl>{told}</body></html>"
    )
