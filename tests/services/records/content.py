"""One meeting of one family, as planning would answer it: what the records' tests print."""

from cin.v1.claims_pb2 import ActionContent, CopyContent, Fact, PlanContent, Section

HOSTILE = '#panic(1) *not bold* #read("/etc/passwd") $x$ `code` <label> @reference \\ // {child} = heading'


def maya() -> PlanContent:
    return PlanContent(
        child_name="Maya Hughes",
        objective="Maya is rested, is in school every day and enjoys it.",
        agreed="18 December 2026",
        review="18 March 2027",
        child_views="I like breakfast club because Ella goes.",
        parent_views="I want help in the mornings.",
        actions=[
            ActionContent(
                outcome="Maya is in school on time every day",
                who="Leanne Hughes",
                what="Bring Maya to breakfast club on Mondays, Wednesdays and Fridays.",
                why="Mornings are the hardest time for the family.",
                by_when="4 January 2027",
            ),
            ActionContent(
                outcome="Maya is in school on time every day",
                who="Tom Bright",
                what="Keep a place for Maya at breakfast club.",
                by_when="4 January 2027",
            ),
        ],
    )


def jay() -> PlanContent:
    return PlanContent(
        child_name="Jay Hughes",
        objective="Jay is understood by the people around him.",
        actions=[
            ActionContent(outcome="Jay speaks", who="Priya Nair", what="Refer Jay.", by_when="8 January 2027")
        ],
    )


def whole(version: int = 1) -> CopyContent:
    return CopyContent(
        circulation="c1",
        version=version,
        council="Newcastle City Council",
        title="Minutes and plan",
        heading="Care Team meeting, Friday 18 December 2026",
        recipient_name="Leanne Hughes",
        recipient_address=["14 Hidden Road", "NE6 1AB"],
        clause="Newcastle 1.6",
        language="en-GB",
        facts=[
            Fact(term="Where", detail="Byker Primary School"),
            Fact(term="Who came", detail="Leanne Hughes (mother), مريم الحسن (aunt)"),
        ],
        plans=[maya(), jay()],
        sections=[
            Section(
                heading="What we talked about: Maya", paragraphs=["Maya came on 34 of 40 days.\nShe is glad."]
            ),
            Section(heading="What we talked about: Jay", paragraphs=["Jay has begun nursery."]),
        ],
    )


def part() -> CopyContent:
    """Maya's part only, as planning gives it to her class teacher."""
    content = whole()
    del content.plans[1:]
    del content.sections[1:]
    return content
