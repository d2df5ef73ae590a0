from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CopyContent(_message.Message):
    __slots__ = ("circulation", "version", "council", "title", "heading", "recipient_name", "recipient_address", "facts", "sections", "plans", "clause", "language")
    CIRCULATION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    COUNCIL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    HEADING_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_NAME_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    SECTIONS_FIELD_NUMBER: _ClassVar[int]
    PLANS_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    circulation: str
    version: int
    council: str
    title: str
    heading: str
    recipient_name: str
    recipient_address: _containers.RepeatedScalarFieldContainer[str]
    facts: _containers.RepeatedCompositeFieldContainer[Fact]
    sections: _containers.RepeatedCompositeFieldContainer[Section]
    plans: _containers.RepeatedCompositeFieldContainer[PlanContent]
    clause: str
    language: str
    def __init__(self, circulation: _Optional[str] = ..., version: _Optional[int] = ..., council: _Optional[str] = ..., title: _Optional[str] = ..., heading: _Optional[str] = ..., recipient_name: _Optional[str] = ..., recipient_address: _Optional[_Iterable[str]] = ..., facts: _Optional[_Iterable[_Union[Fact, _Mapping]]] = ..., sections: _Optional[_Iterable[_Union[Section, _Mapping]]] = ..., plans: _Optional[_Iterable[_Union[PlanContent, _Mapping]]] = ..., clause: _Optional[str] = ..., language: _Optional[str] = ...) -> None: ...

class Fact(_message.Message):
    __slots__ = ("term", "detail")
    TERM_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    term: str
    detail: str
    def __init__(self, term: _Optional[str] = ..., detail: _Optional[str] = ...) -> None: ...

class Section(_message.Message):
    __slots__ = ("heading", "paragraphs")
    HEADING_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    heading: str
    paragraphs: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, heading: _Optional[str] = ..., paragraphs: _Optional[_Iterable[str]] = ...) -> None: ...

class PlanContent(_message.Message):
    __slots__ = ("child_name", "objective", "agreed", "review", "actions", "child_views", "parent_views")
    CHILD_NAME_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    AGREED_FIELD_NUMBER: _ClassVar[int]
    REVIEW_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    CHILD_VIEWS_FIELD_NUMBER: _ClassVar[int]
    PARENT_VIEWS_FIELD_NUMBER: _ClassVar[int]
    child_name: str
    objective: str
    agreed: str
    review: str
    actions: _containers.RepeatedCompositeFieldContainer[ActionContent]
    child_views: str
    parent_views: str
    def __init__(self, child_name: _Optional[str] = ..., objective: _Optional[str] = ..., agreed: _Optional[str] = ..., review: _Optional[str] = ..., actions: _Optional[_Iterable[_Union[ActionContent, _Mapping]]] = ..., child_views: _Optional[str] = ..., parent_views: _Optional[str] = ...) -> None: ...

class ActionContent(_message.Message):
    __slots__ = ("outcome", "who", "what", "why", "by_when")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    WHO_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    BY_WHEN_FIELD_NUMBER: _ClassVar[int]
    outcome: str
    who: str
    what: str
    why: str
    by_when: str
    def __init__(self, outcome: _Optional[str] = ..., who: _Optional[str] = ..., what: _Optional[str] = ..., why: _Optional[str] = ..., by_when: _Optional[str] = ...) -> None: ...

class Recipient(_message.Message):
    __slots__ = ("person", "entitled", "mail", "secure", "contact_version", "name", "address", "hidden", "office_phone", "council")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    ENTITLED_FIELD_NUMBER: _ClassVar[int]
    MAIL_FIELD_NUMBER: _ClassVar[int]
    SECURE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_VERSION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    HIDDEN_FIELD_NUMBER: _ClassVar[int]
    OFFICE_PHONE_FIELD_NUMBER: _ClassVar[int]
    COUNCIL_FIELD_NUMBER: _ClassVar[int]
    person: str
    entitled: bool
    mail: str
    secure: bool
    contact_version: int
    name: str
    address: _containers.RepeatedScalarFieldContainer[str]
    hidden: _containers.RepeatedCompositeFieldContainer[Protected]
    office_phone: str
    council: str
    def __init__(self, person: _Optional[str] = ..., entitled: _Optional[bool] = ..., mail: _Optional[str] = ..., secure: _Optional[bool] = ..., contact_version: _Optional[int] = ..., name: _Optional[str] = ..., address: _Optional[_Iterable[str]] = ..., hidden: _Optional[_Iterable[_Union[Protected, _Mapping]]] = ..., office_phone: _Optional[str] = ..., council: _Optional[str] = ...) -> None: ...

class Protected(_message.Message):
    __slots__ = ("kind", "value", "id")
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    kind: str
    value: str
    id: str
    def __init__(self, kind: _Optional[str] = ..., value: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...

class InviteeDetails(_message.Message):
    __slots__ = ("person", "name", "mail", "place", "starts", "ends", "zone", "role", "office_phone", "organiser", "meetings_domain")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    MAIL_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    STARTS_FIELD_NUMBER: _ClassVar[int]
    ENDS_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    OFFICE_PHONE_FIELD_NUMBER: _ClassVar[int]
    ORGANISER_FIELD_NUMBER: _ClassVar[int]
    MEETINGS_DOMAIN_FIELD_NUMBER: _ClassVar[int]
    person: str
    name: str
    mail: str
    place: str
    starts: str
    ends: str
    zone: str
    role: str
    office_phone: str
    organiser: str
    meetings_domain: str
    def __init__(self, person: _Optional[str] = ..., name: _Optional[str] = ..., mail: _Optional[str] = ..., place: _Optional[str] = ..., starts: _Optional[str] = ..., ends: _Optional[str] = ..., zone: _Optional[str] = ..., role: _Optional[str] = ..., office_phone: _Optional[str] = ..., organiser: _Optional[str] = ..., meetings_domain: _Optional[str] = ...) -> None: ...

class InvitationObject(_message.Message):
    __slots__ = ("invitation", "method", "sequence", "ics", "attendee", "attendee_name", "organiser", "organiser_name", "subject", "text", "html", "person", "message_id", "in_reply_to")
    INVITATION_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    ICS_FIELD_NUMBER: _ClassVar[int]
    ATTENDEE_FIELD_NUMBER: _ClassVar[int]
    ATTENDEE_NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANISER_FIELD_NUMBER: _ClassVar[int]
    ORGANISER_NAME_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    HTML_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    IN_REPLY_TO_FIELD_NUMBER: _ClassVar[int]
    invitation: str
    method: str
    sequence: int
    ics: bytes
    attendee: str
    attendee_name: str
    organiser: str
    organiser_name: str
    subject: str
    text: str
    html: str
    person: str
    message_id: str
    in_reply_to: str
    def __init__(self, invitation: _Optional[str] = ..., method: _Optional[str] = ..., sequence: _Optional[int] = ..., ics: _Optional[bytes] = ..., attendee: _Optional[str] = ..., attendee_name: _Optional[str] = ..., organiser: _Optional[str] = ..., organiser_name: _Optional[str] = ..., subject: _Optional[str] = ..., text: _Optional[str] = ..., html: _Optional[str] = ..., person: _Optional[str] = ..., message_id: _Optional[str] = ..., in_reply_to: _Optional[str] = ...) -> None: ...

class Document(_message.Message):
    __slots__ = ("document", "pdf", "title", "text")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PDF_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    document: str
    pdf: bytes
    title: str
    text: str
    def __init__(self, document: _Optional[str] = ..., pdf: _Optional[bytes] = ..., title: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...
