from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class CirculationDue(_message.Message):
    __slots__ = ("circulation", "version", "meeting", "person", "view", "children", "by_when", "clause", "copies", "on")
    CIRCULATION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MEETING_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    BY_WHEN_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    COPIES_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    circulation: str
    version: int
    meeting: str
    person: str
    view: str
    children: _containers.RepeatedScalarFieldContainer[str]
    by_when: str
    clause: str
    copies: int
    on: str
    def __init__(self, circulation: _Optional[str] = ..., version: _Optional[int] = ..., meeting: _Optional[str] = ..., person: _Optional[str] = ..., view: _Optional[str] = ..., children: _Optional[_Iterable[str]] = ..., by_when: _Optional[str] = ..., clause: _Optional[str] = ..., copies: _Optional[int] = ..., on: _Optional[str] = ...) -> None: ...
