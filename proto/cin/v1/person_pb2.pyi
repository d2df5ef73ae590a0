from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class PersonRegistered(_message.Message):
    __slots__ = ("person", "version", "on")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    person: str
    version: int
    on: str
    def __init__(self, person: _Optional[str] = ..., version: _Optional[int] = ..., on: _Optional[str] = ...) -> None: ...

class ContactChanged(_message.Message):
    __slots__ = ("person", "version", "contact_version", "on")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTACT_VERSION_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    person: str
    version: int
    contact_version: int
    on: str
    def __init__(self, person: _Optional[str] = ..., version: _Optional[int] = ..., contact_version: _Optional[int] = ..., on: _Optional[str] = ...) -> None: ...
