"""What may be done from a child's page, in groups, and only what this member of staff may do."""

from services.planning.domain.permission import Thing
from services.planning.procedures.overrides import may_be_overridden
from services.planning.web.site import desk, may

_GROUPS = (
    (
        "Record",
        (
            ("visit", "A visit", "record_visit"),
            ("assessment", "A step of the assessment", "record_assessment"),
            ("event", "Something that happened", "record_event"),
            ("circumstance", "Something that holds for a while", "record_circumstance"),
            ("transfer", "That the child came from another authority", "record_transfer"),
        ),
    ),
    (
        "Plan and meet",
        (
            ("meetings/new", "Arrange a meeting", "arrange_meeting"),
            ("plan", "Write the plan", "write_plan"),
            ("overrides/new", "Set another interval for this child", "approve_override"),
        ),
    ),
    (
        "See and decide",
        (
            ("allocate", "Allocate a social worker", "allocate_child"),
            ("details", "Correct the name or the reference", "correct_child"),
            ("chronology", "Chronology", "see_child"),
            ("recorded", "Visits and what happened, to correct a day", "see_child"),
            ("accesses", "Who looked", "see_accesses"),
            ("hold", "Hold everything going out", "place_hold"),
            ("restrict", "Say which staff alone may see this child", "restrict_child"),
            ("conflicts", "Record that a member of staff is family", "record_conflict"),
        ),
    ),
)


def links_for(child: Thing) -> list[tuple[str, list[tuple[str, str]]]]:
    """Heading, then path and words of each link; a group of which nothing is left is left out."""
    hidden = _not_asked_for()
    shown = (
        (
            heading,
            [(path, words) for path, words, action in links if may(action, child) and path not in hidden],
        )
        for heading, links in _GROUPS
    )
    return [(heading, links) for heading, links in shown if links]


def _not_asked_for() -> set[str]:
    """Pages that would have nothing to offer under this council's procedure."""
    council = desk().council
    offers = {
        "circumstance": council.circumstances(),
        "overrides/new": may_be_overridden(council, desk().today),
    }
    return {path for path, offered in offers.items() if not offered}
