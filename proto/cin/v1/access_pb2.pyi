from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class AccessNoted(_message.Message):
    __slots__ = ("entry", "who", "action", "how", "kind", "thing", "subject", "grant", "on")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    WHO_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    HOW_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    THING_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    GRANT_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    entry: str
    who: str
    action: str
    how: str
    kind: str
    thing: str
    subject: str
    grant: str
    on: str
    def __init__(self, entry: _Optional[str] = ..., who: _Optional[str] = ..., action: _Optional[str] = ..., how: _Optional[str] = ..., kind: _Optional[str] = ..., thing: _Optional[str] = ..., subject: _Optional[str] = ..., grant: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...
