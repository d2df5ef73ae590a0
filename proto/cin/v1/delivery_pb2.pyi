from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class CopySent(_message.Message):
    __slots__ = ("circulation", "version", "meeting", "person", "view", "children", "document", "channel", "on")
    CIRCULATION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MEETING_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    circulation: str
    version: int
    meeting: str
    person: str
    view: str
    children: _containers.RepeatedScalarFieldContainer[str]
    document: str
    channel: str
    on: str
    def __init__(self, circulation: _Optional[str] = ..., version: _Optional[int] = ..., meeting: _Optional[str] = ..., person: _Optional[str] = ..., view: _Optional[str] = ..., children: _Optional[_Iterable[str]] = ..., document: _Optional[str] = ..., channel: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class CopyFailed(_message.Message):
    __slots__ = ("circulation", "version", "meeting", "person", "children", "reason", "on")
    CIRCULATION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MEETING_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    circulation: str
    version: int
    meeting: str
    person: str
    children: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    on: str
    def __init__(self, circulation: _Optional[str] = ..., version: _Optional[int] = ..., meeting: _Optional[str] = ..., person: _Optional[str] = ..., children: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class CirculationComplete(_message.Message):
    __slots__ = ("circulation", "version", "meeting", "children", "on")
    CIRCULATION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MEETING_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    circulation: str
    version: int
    meeting: str
    children: _containers.RepeatedScalarFieldContainer[str]
    on: str
    def __init__(self, circulation: _Optional[str] = ..., version: _Optional[int] = ..., meeting: _Optional[str] = ..., children: _Optional[_Iterable[str]] = ..., on: _Optional[str] = ...) -> None: ...

class InvitationSent(_message.Message):
    __slots__ = ("invitation", "meeting", "person", "method", "sequence", "children", "on")
    INVITATION_FIELD_NUMBER: _ClassVar[int]
    MEETING_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    invitation: str
    meeting: str
    person: str
    method: str
    sequence: int
    children: _containers.RepeatedScalarFieldContainer[str]
    on: str
    def __init__(self, invitation: _Optional[str] = ..., meeting: _Optional[str] = ..., person: _Optional[str] = ..., method: _Optional[str] = ..., sequence: _Optional[int] = ..., children: _Optional[_Iterable[str]] = ..., on: _Optional[str] = ...) -> None: ...

class InvitationFailed(_message.Message):
    __slots__ = ("invitation", "meeting", "person", "method", "sequence", "children", "reason", "on")
    INVITATION_FIELD_NUMBER: _ClassVar[int]
    MEETING_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    invitation: str
    meeting: str
    person: str
    method: str
    sequence: int
    children: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    on: str
    def __init__(self, invitation: _Optional[str] = ..., meeting: _Optional[str] = ..., person: _Optional[str] = ..., method: _Optional[str] = ..., sequence: _Optional[int] = ..., children: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...
