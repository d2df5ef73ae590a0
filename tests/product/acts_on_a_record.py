"""Every form of the staff pages, filled in so that it is taken, and whose record each of them changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import text

from demo import acts
from tests.cast import AMINA, DEE, GRACE, JOAN, KARIM, MARTIN, PEOPLE, RUTH, SAMIRA
from tests.product.scene import Scene

DAY = date(2026, 12, 18)
"""The day on which the scene's meeting was held, which is its today."""
EVE = date(2026, 12, 17)
NEW = "new"
"""In place of a child: the one whom the form makes."""


@dataclass
class Sent:
    """One form. `leaves`: the commands whose entries it leaves; `about`: of which children, each."""

    rule: str
    path: str
    leaves: Sequence[str]
    about: Sequence[str]
    form: dict[str, Any] = field(default_factory=dict)


def first(scene: Scene, service: str, query: str) -> Any:
    with scene.product.house.database(service).read() as session:
        return session.execute(text(query)).scalar()


def prepare(scene: Scene) -> dict[str, str]:
    """Ids of things of every kind, all about the scene's family."""
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    child, martin = scene.child, scene.martin
    scene.asks_more()
    scene.amina.send(f"/children/{child}/hold", everyone="yes", reason="to be lifted")
    martin.send(f"/children/{child}/circumstance", kind="court order", since=DAY, reason="the court")
    martin.send(f"/children/{child}/overrides/new", **_OVERRIDE)
    martin.send(f"/children/{child}/visit", on=DAY, seen="yes")
    martin.send(f"/children/{child}/event", kind="significant change", on=DAY, reason="they moved")
    reason = "an opening, in more than twenty characters"
    scene.owen.send(f"/children/{child}/open", category="other", reason=reason)
    martin.send(f"/children/{child}/conflicts", staff=DEE.id, of="the child")
    later = acts.arrange(scene.amina, scene.family, "progress meeting", date(2027, 1, 22), JOAN, list(PEOPLE))
    scene.town.settle()
    return {
        "child": child,
        "baby": scene.family.children["baby"],
        "person": scene.family.of(RUTH),
        "meeting": scene.meeting,
        "later": later,
        "plan": first(scene, "planning", f"SELECT id FROM plan WHERE child = '{child}'"),
        "hold": first(scene, "planning", "SELECT id FROM hold"),
        "circumstance": first(scene, "planning", "SELECT id FROM recorded_circumstance"),
        "override": first(scene, "planning", "SELECT id FROM override"),
        "visit": first(scene, "planning", "SELECT id FROM visit"),
        "event": first(scene, "planning", "SELECT id FROM recorded_event WHERE kind = 'significant change'"),
        "opening": first(scene, "planning", "SELECT id FROM opening"),
        "conflict": first(scene, "planning", "SELECT id FROM conflict"),
    }


def of_a_child(scene: Scene, ids: dict[str, str]) -> list[Sent]:
    child, page = ids["child"], scene.martin.read(f"/children/{ids['child']}/event")
    kind = re.search(r'<option value="([^"]+)"', page.partition('name="kind"')[2])
    assert kind
    at, one = "/children/<child>", [child]
    return [
        Sent("/children/new", "/children/new", ["register_child"], [NEW], _CHILD),
        Sent(f"{at}/details", f"/children/{child}/details", ["correct_child"], one, _DETAILS),
        Sent(f"{at}/allocate", f"/children/{child}/allocate", ["allocate_child"], one, {"worker": AMINA.id}),
        Sent(f"{at}/birth", f"/children/{ids['baby']}/birth", ["record_birth"], [ids["baby"]], _BIRTH),
        Sent(f"{at}/assessment", f"/children/{child}/assessment", ["record_assessment"], one, _STEP),
        Sent(f"{at}/visit", f"/children/{child}/visit", ["record_visit"], one, {"on": DAY, "seen": "yes"}),
        Sent(
            f"{at}/event",
            f"/children/{child}/event",
            ["record_event"],
            one,
            {"kind": kind[1], "on": DAY, "reason": "it happened"},
        ),
        Sent(f"{at}/circumstance", f"/children/{child}/circumstance", ["record_circumstance"], one, _COURT),
        Sent(
            f"{at}/circumstances/<circumstance>/end",
            f"/children/{child}/circumstances/{ids['circumstance']}/end",
            ["end_circumstance"],
            one,
            {"until": DAY},
        ),
        Sent(f"{at}/overrides/new", f"/children/{child}/overrides/new", ["approve_override"], one, _OVERRIDE),
        Sent(
            f"{at}/overrides/<override>/end",
            f"/children/{child}/overrides/{ids['override']}/end",
            ["end_override"],
            one,
            {"until": DAY},
        ),
        Sent(
            f"{at}/visits/<visit>/correct",
            f"/children/{child}/visits/{ids['visit']}/correct",
            ["correct_visit"],
            one,
            {"on": EVE, "seen": "yes"},
        ),
        Sent(
            f"{at}/events/<event>/correct",
            f"/children/{child}/events/{ids['event']}/correct",
            ["correct_event"],
            one,
            {"on": EVE},
        ),
        Sent(f"{at}/transfer", f"/children/{child}/transfer", ["transfer_in"], one, _TRANSFER),
        Sent(f"{at}/hidden", f"/children/{child}/hidden", ["protect_value"], one, _HIDDEN),
        Sent(f"{at}/plan", f"/children/{child}/plan", ["draft_plan"], one, _PLAN),
        Sent("/plans/<plan>/agree", f"/plans/{ids['plan']}/agree", ["agree_plan"], one, _AGREED),
        Sent("/plans/<plan>/end", f"/plans/{ids['plan']}/end", ["end_plan"], one, _ENDED),
    ]


def of_who_sees_it(scene: Scene, ids: dict[str, str]) -> list[Sent]:
    child, opening, conflict = ids["child"], ids["opening"], ids["conflict"]
    at, here, one = "/children/<child>", f"/children/{child}", [child]
    family = {"staff": GRACE.id, "of": "the child"}
    return [
        Sent("/opened/<opening>/seen", f"/opened/{opening}/seen", ["look_at_opening"], one),
        Sent(f"{at}/restrict", f"{here}/restrict", ["restrict_child"], one, {"named": [MARTIN.id]}),
        Sent(f"{at}/restriction/lift", f"{here}/restriction/lift", ["lift_restriction"], one),
        Sent(f"{at}/conflicts", f"{here}/conflicts", ["record_conflict"], one, family),
        Sent(f"{at}/conflicts/<conflict>/end", f"{here}/conflicts/{conflict}/end", ["end_conflict"], one),
    ]


def of_people(scene: Scene, ids: dict[str, str]) -> list[Sent]:
    """Ruth and Samira are around all three children, so each of these is a change of three records."""
    child, person, all_three = ids["child"], ids["person"], list(scene.family.children.values())
    at, here = "/children/<child>/people", f"/children/{child}/people"
    samira = scene.family.of(SAMIRA)
    hold = {"everyone": "no", "persons": [samira], "reason": "a wrong address"}
    return [
        Sent(f"{at}/new", f"{here}/new", ["register_person", "link_person"], [child], _PERSON),
        Sent(f"{at}/link", f"{here}/link", ["link_person"], [child], {"person": person, **_LINK}),
        Sent(f"{at}/<person>/contact", f"{here}/{person}/contact", ["change_contact"], all_three, _CONTACT),
        Sent(f"{at}/<person>/hidden", f"{here}/{person}/hidden", ["protect_value"], all_three, _HIDDEN),
        Sent(
            "/children/<child>/hold",
            f"/children/{child}/hold",
            ["hold_everything", "confirm_hold"],
            all_three,
            hold,
        ),
        Sent("/holds/<hold>/confirm", f"/holds/{ids['hold']}/confirm", ["confirm_hold"], all_three),
        Sent("/holds/<hold>/lift", f"/holds/{ids['hold']}/lift", ["lift_hold"], all_three),
    ]


def of_a_meeting(scene: Scene, ids: dict[str, str]) -> list[Sent]:
    """The new meeting is about a child who is named in the form's body only."""
    family, later, meeting = scene.family, ids["later"], ids["meeting"]
    all_three, sami = list(family.children.values()), family.children["sami"]
    at, samira = "/meetings/<meeting>", family.of(SAMIRA)
    when = {"on": date(2027, 1, 29), "starts": "1pm", "ends": "2pm", "place": "Room 4", "guests": [samira]}
    new = {"kind": "progress meeting", "children": [sami], "chair": JOAN.id, **when}
    recorded = {"outcome": "held", "attended": [samira], "about_all": "We talked.", "review_on": _REVIEW}
    return [
        Sent(
            "/children/<child>/meetings/new",
            f"/children/{ids['child']}/meetings/new",
            ["arrange_meeting"],
            [sami],
            new,
        ),
        Sent(f"{at}/move", f"/meetings/{later}/move", ["rearrange_meeting"], all_three, when),
        Sent(
            f"{at}/answer",
            f"/meetings/{later}/answer",
            ["record_answer"],
            all_three,
            {"person": samira, "answer": "coming"},
        ),
        Sent(
            f"{at}/chair",
            f"/meetings/{later}/chair",
            ["decide_chair"],
            all_three,
            {"decided_by": MARTIN.id, "reason": "the other is away"},
        ),
        Sent(f"{at}/cancel", f"/meetings/{later}/cancel", ["cancel_meeting"], all_three, {"sure": "yes"}),
        Sent(f"{at}/return", f"/meetings/{meeting}/return", ["return_record"], all_three, _REMARK),
        Sent(f"{at}/sign-off", f"/meetings/{meeting}/sign-off", ["sign_off_record"], all_three, _REMARK),
        Sent(f"{at}/record", f"/meetings/{meeting}/record", ["record_meeting"], all_three, recorded),
    ]


def of_papers(scene: Scene, ids: dict[str, str]) -> list[Sent]:
    """What notifications is asked to do is noted by planning before it asks."""
    at, here = "/meetings/<meeting>/copies/<person>", f"/meetings/{ids['meeting']}/copies"
    all_three, ruth, karim = list(scene.family.children.values()), ids["person"], scene.family.of(KARIM)
    posted = {"channel": "post", "on": DAY}
    return [
        Sent(f"{at}/bounced", f"{here}/{ruth}/bounced", ["note_bounce"], all_three),
        Sent(f"{at}/again", f"{here}/{ruth}/again", ["send_again"], all_three),
        Sent(f"{at}/handed-over", f"{here}/{karim}/handed-over", ["hand_over_copy"], all_three, posted),
    ]


_CHILD = {"name": "Bea Example", "council_reference": "B-1", "born_on": DAY}
_DETAILS = {"name": "Noor Haddad", "council_reference": "N-9", "born_on": date(2015, 3, 27)}
_BIRTH = {"name": "Ali Haddad", "on": DAY}
_STEP = {"step": "started", "on": DAY}
_COURT = {"kind": "court order", "since": DAY, "reason": "the court"}
_TRANSFER = {"from_authority": "Gateshead", "notified_on": DAY}
_HIDDEN = {"kind": "school", "value": "Rowan Lane School", "known_to": []}
_AGREED = {"on": DAY, "interim": "no"}
_ENDED = {"on": DAY, "ending": "stepped down"}
_REMARK = {"remark": "the second page"}
_REVIEW = date(2027, 6, 10)
_LINK = {"relationship": "health visitor", "parental_responsibility": "no"}
_PERSON = {"name": "Ida New", "kind": "professional", **_LINK}
_CONTACT = {"mail": "ruth@nhs.example.org", "mail_safe": "yes", "post_safe": "yes"}
_PLAN = {
    "objective": "Safe at home",
    "actions": [
        {"outcome": "A calm evening", "who": "Samira", "what": "One bedtime", "why": "Sleep", "by_when": DAY}
    ],
}
_OVERRIDE = {
    "rule": "progress meeting",
    "number": 5,
    "unit": "weeks",
    "approved_by": "Martin Shaw",
    "role": "team manager",
    "since": date(2026, 12, 1),
    "reason": "weekly visits say enough",
}
