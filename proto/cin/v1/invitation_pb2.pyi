from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class InvitationDue(_message.Message):
    __slots__ = ("invitation", "meeting", "person", "method", "sequence", "contact_version", "children", "on", "object")
    INVITATION_FIELD_NUMBER: _ClassVar[int]
    MEETING_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_VERSION_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    invitation: str
    meeting: str
    person: str
    method: str
    sequence: int
    contact_version: int
    children: _containers.RepeatedScalarFieldContainer[str]
    on: str
    object: str
    def __init__(self, invitation: _Optional[str] = ..., meeting: _Optional[str] = ..., person: _Optional[str] = ..., method: _Optional[str] = ..., sequence: _Optional[int] = ..., contact_version: _Optional[int] = ..., children: _Optional[_Iterable[str]] = ..., on: _Optional[str] = ..., object: _Optional[str] = ...) -> None: ...
