from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AccessEntry(_message.Message):
    __slots__ = ("entry", "subject")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    entry: str
    subject: str
    def __init__(self, entry: _Optional[str] = ..., subject: _Optional[str] = ...) -> None: ...

class AccessNoted(_message.Message):
    __slots__ = ("who", "action", "how", "kind", "thing", "grant", "entries", "on")
    WHO_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    HOW_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    THING_FIELD_NUMBER: _ClassVar[int]
    GRANT_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    who: str
    action: str
    how: str
    kind: str
    thing: str
    grant: str
    entries: _containers.RepeatedCompositeFieldContainer[AccessEntry]
    on: str
    def __init__(self, who: _Optional[str] = ..., action: _Optional[str] = ..., how: _Optional[str] = ..., kind: _Optional[str] = ..., thing: _Optional[str] = ..., grant: _Optional[str] = ..., entries: _Optional[_Iterable[_Union[AccessEntry, _Mapping]]] = ..., on: _Optional[str] = ...) -> None: ...
