"""Minutes and plans to print: a few pages, and no two alike."""

from cin.v1.claims_pb2 import ActionContent, CopyContent, Fact, PlanContent, Section

_TOPICS = (
    "school",
    "sleep",
    "housing",
    "health",
    "money",
    "friends",
    "safety",
    "breakfast",
    "reading",
    "travel",
)


def content(number: int) -> CopyContent:
    """The same for the same number."""
    return CopyContent(
        circulation=f"circulation-{number}",
        version=1,
        council="Example County Council",
        title="Minutes and plan",
        heading=f"Progress meeting number {number}",
        clause="Procedure 1.6",
        language="en-GB",
        facts=[Fact(term="Where", detail=f"Room {number}"), Fact(term="Who came", detail="Seven people")],
        plans=[_plan(number)],
        sections=[_section(number, topic) for topic in _TOPICS],
    )


def _plan(number: int) -> PlanContent:
    return PlanContent(
        child_name=f"Child {number}",
        objective=f"Child {number} is rested and is in school every day.",
        agreed="18 December 2026",
        review="18 March 2027",
        child_views=f"I like number {number}.",
        parent_views=f"We want help with number {number}.",
        actions=[
            ActionContent(
                outcome=f"Things go well with {topic}",
                who=f"Worker {number}",
                what=f"Talk with the family about {topic}, and see what number {number} needs.",
                why=f"The family asked for help with {topic}.",
                by_when="4 January 2027",
            )
            for topic in _TOPICS
        ],
    )


def _section(number: int, topic: str) -> Section:
    told = (
        f"We talked about {topic}, as item {number} asked. The family said how it has gone since last time. "
    )
    return Section(heading=f"About {topic}", paragraphs=[told * 2, f"Agreed on {topic}: go on with it."])
