"""One child's chronology, oldest first."""

from typing import Any

from sqlalchemy.orm import Session

from services.records.adapters.register import lines_of


def read_chronology(session: Session, child: str) -> list[dict[str, Any]]:
    """Lines for planning to show, which fills the {person:…} and {staff:…} in the words."""
    return [
        {
            "on": line.on.isoformat(),
            "kind": line.kind,
            "words": line.words,
            "clause": line.clause,
            "meeting": line.meeting,
            "recorded": line.recorded.isoformat(),
        }
        for line in lines_of(session, child)
    ]
