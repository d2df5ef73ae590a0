from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Invitee(_message.Message):
    __slots__ = ("person", "role", "place_shown", "contact_version")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    PLACE_SHOWN_FIELD_NUMBER: _ClassVar[int]
    CONTACT_VERSION_FIELD_NUMBER: _ClassVar[int]
    person: str
    role: str
    place_shown: bool
    contact_version: int
    def __init__(self, person: _Optional[str] = ..., role: _Optional[str] = ..., place_shown: _Optional[bool] = ..., contact_version: _Optional[int] = ...) -> None: ...

class MeetingArranged(_message.Message):
    __slots__ = ("meeting", "version", "kind", "starts", "ends", "children", "invitees", "on")
    MEETING_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STARTS_FIELD_NUMBER: _ClassVar[int]
    ENDS_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    INVITEES_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    meeting: str
    version: int
    kind: str
    starts: str
    ends: str
    children: _containers.RepeatedScalarFieldContainer[str]
    invitees: _containers.RepeatedCompositeFieldContainer[Invitee]
    on: str
    def __init__(self, meeting: _Optional[str] = ..., version: _Optional[int] = ..., kind: _Optional[str] = ..., starts: _Optional[str] = ..., ends: _Optional[str] = ..., children: _Optional[_Iterable[str]] = ..., invitees: _Optional[_Iterable[_Union[Invitee, _Mapping]]] = ..., on: _Optional[str] = ...) -> None: ...

class MeetingRearranged(_message.Message):
    __slots__ = ("meeting", "version", "kind", "starts", "ends", "children", "invitees", "on", "material")
    MEETING_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STARTS_FIELD_NUMBER: _ClassVar[int]
    ENDS_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    INVITEES_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    meeting: str
    version: int
    kind: str
    starts: str
    ends: str
    children: _containers.RepeatedScalarFieldContainer[str]
    invitees: _containers.RepeatedCompositeFieldContainer[Invitee]
    on: str
    material: bool
    def __init__(self, meeting: _Optional[str] = ..., version: _Optional[int] = ..., kind: _Optional[str] = ..., starts: _Optional[str] = ..., ends: _Optional[str] = ..., children: _Optional[_Iterable[str]] = ..., invitees: _Optional[_Iterable[_Union[Invitee, _Mapping]]] = ..., on: _Optional[str] = ..., material: _Optional[bool] = ...) -> None: ...

class MeetingCancelled(_message.Message):
    __slots__ = ("meeting", "version", "kind", "children", "on")
    MEETING_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    meeting: str
    version: int
    kind: str
    children: _containers.RepeatedScalarFieldContainer[str]
    on: str
    def __init__(self, meeting: _Optional[str] = ..., version: _Optional[int] = ..., kind: _Optional[str] = ..., children: _Optional[_Iterable[str]] = ..., on: _Optional[str] = ...) -> None: ...

class MeetingRecorded(_message.Message):
    __slots__ = ("meeting", "version", "kind", "children", "outcome", "held", "on")
    MEETING_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    meeting: str
    version: int
    kind: str
    children: _containers.RepeatedScalarFieldContainer[str]
    outcome: str
    held: str
    on: str
    def __init__(self, meeting: _Optional[str] = ..., version: _Optional[int] = ..., kind: _Optional[str] = ..., children: _Optional[_Iterable[str]] = ..., outcome: _Optional[str] = ..., held: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...
