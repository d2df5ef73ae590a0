"""The words for what can happen, shared by whoever records it and by the procedure files that ask for it."""

from collections.abc import Mapping
from types import MappingProxyType

REFERRAL = "referral"
ALLOCATED = "allocated"
ASSESSMENT_STARTED = "assessment started"
ASSESSMENT_FINISHED = "assessment finished"
ASSESSMENT_AUTHORISED = "assessment authorised"
PLANNING_MEETING = "planning meeting"
PROGRESS_MEETING = "progress meeting"
REVIEW = "review"
CIRCULATED = "circulated"
SIGNED_OFF = "signed off"
PLAN_DRAWN_UP = "plan drawn up"
PLAN_AGREED = "plan agreed"
PLAN_APPROVED = "plan approved"
PLAN_ENDED = "plan ended"
VISIT = "visit"
NOT_SEEN = "visit without seeing the child"
STRATEGY_DISCUSSION = "strategy discussion"
SECTION_47_ENDED = "section 47 enquiry ended"
CONFERENCE_WITHOUT_PLAN = "conference without a plan"
CP_PLAN_BEGAN = "CP plan began"
CP_PLAN_ENDED = "CP plan ended"
CARE_BEGAN = "care began"
CARE_ENDED = "care ended"
RESIDENT_HERE = "resident here"
FIRST_TOLD = "first told"
FORMALLY_NOTIFIED = "formally notified"
SIGNIFICANT_CHANGE = "significant change"

MEETINGS = (PLANNING_MEETING, PROGRESS_MEETING, REVIEW)

# Each kind, and what its date means. A procedure file may declare more of its own.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        REFERRAL: "the day the referral was received",
        ALLOCATED: "the day a social worker was given the child",
        ASSESSMENT_STARTED: "the day the assessment began",
        ASSESSMENT_FINISHED: "the day the social worker finished it",
        ASSESSMENT_AUTHORISED: "the day a manager authorised it: its completion (census N00160)",
        PLANNING_MEETING: "the day it was held",
        PROGRESS_MEETING: "the day it was held",
        REVIEW: "the day it was held",
        CIRCULATED: "the day the last copy of its meeting's record was sent; `of` is that meeting",
        SIGNED_OFF: "the day its meeting's record was signed off; `of` is that meeting",
        PLAN_DRAWN_UP: "the day the plan was first written down",
        PLAN_AGREED: "the day the first or interim plan was agreed (census N00689)",
        PLAN_APPROVED: "the day a manager approved the plan",
        PLAN_ENDED: "the last day of the plan",
        VISIT: "the day the child was visited",
        STRATEGY_DISCUSSION: "the day it was held",
        SECTION_47_ENDED: "the day the enquiry ended",
        CONFERENCE_WITHOUT_PLAN: "the day a conference decided against a protection plan",
        CP_PLAN_BEGAN: "the first day of the protection plan",
        CP_PLAN_ENDED: "the last day of the protection plan",
        CARE_BEGAN: "the first day looked after",
        CARE_ENDED: "the last day looked after",
        RESIDENT_HERE: "the first day the child lived in the area",
        FIRST_TOLD: "the day the authority was first told by anyone",
        FORMALLY_NOTIFIED: "the day the other authority's notice came",
        SIGNIFICANT_CHANGE: "the day the family's circumstances changed significantly",
    }
)

RECORDED_BY_HAND = (
    *(REFERRAL, STRATEGY_DISCUSSION, SECTION_47_ENDED, CONFERENCE_WITHOUT_PLAN, CP_PLAN_BEGAN, CP_PLAN_ENDED),
    *(CARE_BEGAN, CARE_ENDED, SIGNIFICANT_CHANGE),
)
"""Kinds that staff record with a date and a reason; every other has a page of its own."""

UNFORESEEN = (
    *(STRATEGY_DISCUSSION, SECTION_47_ENDED, CONFERENCE_WITHOUT_PLAN, CP_PLAN_BEGAN, CP_PLAN_ENDED),
    *(CARE_BEGAN, CARE_ENDED, RESIDENT_HERE, FIRST_TOLD, FORMALLY_NOTIFIED, SIGNIFICANT_CHANGE),
)
"""Kinds that come to some children only: nobody waits for what only they would start."""

WITH_THE_FAMILY = "with the family"
REVIEW_DATE = "review date"
CHAIRED_BY = "chaired by"
OUTCOME = "outcome"
CHILD_SEEN = "child seen"
INTERIM = "interim"
EARLY = "early"
SPECIFIC = "specific review"

# Each property of a happening, and what stands in it.
PROPERTIES: Mapping[str, str] = MappingProxyType(
    {
        WITH_THE_FAMILY: "true where family took part in the meeting",
        REVIEW_DATE: "the date for the review that the meeting set, or nothing",
        CHAIRED_BY: "the role of whoever chaired",
        OUTCOME: "what was decided",
        CHILD_SEEN: "true where the child was seen at the visit",
        INTERIM: "true where the plan was agreed for the time until the meeting",
        EARLY: "true where a review was held out of its turn, after a significant change",
        SPECIFIC: "true where a review was held for a purpose that the procedure names",
    }
)

# What an explanation says of a happening that counts only with the property.
HAVING: Mapping[str, str] = MappingProxyType(
    {
        WITH_THE_FAMILY: "family took part",
        REVIEW_DATE: "it set a date for the review",
        CHAIRED_BY: "somebody is named as its chair",
        OUTCOME: "it had an outcome",
        CHILD_SEEN: "the child was seen",
        INTERIM: "it was an interim one",
        EARLY: "it was held out of its turn",
        SPECIFIC: "it was held for this purpose",
    }
)

# What an explanation says of a meeting that lacks the property.
LACKING: Mapping[str, str] = MappingProxyType(
    {
        WITH_THE_FAMILY: "was held without the family",
        REVIEW_DATE: "set no date for a review",
        CHAIRED_BY: "names no chair",
        OUTCOME: "has no outcome",
        CHILD_SEEN: "was made without seeing the child",
        INTERIM: "was no interim one",
        EARLY: "was held in its turn",
        SPECIFIC: "was not held for this purpose",
    }
)

NO_FURTHER_ACTION = "no further action"  # an assessment's outcome that asks for no plan

COURT = "court"
ROLES = (
    *("social worker", "senior practitioner", "team manager", "manager"),
    *("lead practitioner", "chair", "business support", "reviewing officer", "service manager", COURT),
)

# How an explanation names what started a clock; other kinds are "the <council's word>".
PHRASES: Mapping[str, str] = MappingProxyType(
    {
        ALLOCATED: "the child was allocated",
        ASSESSMENT_STARTED: "the assessment was started",
        ASSESSMENT_FINISHED: "the assessment was finished",
        ASSESSMENT_AUTHORISED: "the assessment was authorised",
        PLAN_AGREED: "the plan was agreed",
        PLAN_APPROVED: "the plan was approved",
        PLAN_ENDED: "the plan ended",
        SECTION_47_ENDED: "the section 47 enquiry ended",
        CP_PLAN_BEGAN: "the protection plan began",
        CP_PLAN_ENDED: "the protection plan ended",
        CARE_BEGAN: "the child came into care",
        CARE_ENDED: "the child left care",
        RESIDENT_HERE: "the child came to live here",
        FIRST_TOLD: "the authority was first told",
        FORMALLY_NOTIFIED: "the other authority's notice came",
    }
)
