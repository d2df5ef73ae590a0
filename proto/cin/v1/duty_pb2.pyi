from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Duty(_message.Message):
    __slots__ = ("duty", "version", "child", "name", "anchor", "aim", "due", "soon", "force", "owed_by", "clause", "why", "council", "edition")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CHILD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ANCHOR_FIELD_NUMBER: _ClassVar[int]
    AIM_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    SOON_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    OWED_BY_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    COUNCIL_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    duty: str
    version: int
    child: str
    name: str
    anchor: str
    aim: str
    due: str
    soon: str
    force: str
    owed_by: str
    clause: str
    why: str
    council: str
    edition: str
    def __init__(self, duty: _Optional[str] = ..., version: _Optional[int] = ..., child: _Optional[str] = ..., name: _Optional[str] = ..., anchor: _Optional[str] = ..., aim: _Optional[str] = ..., due: _Optional[str] = ..., soon: _Optional[str] = ..., force: _Optional[str] = ..., owed_by: _Optional[str] = ..., clause: _Optional[str] = ..., why: _Optional[str] = ..., council: _Optional[str] = ..., edition: _Optional[str] = ...) -> None: ...

class DutyOpened(_message.Message):
    __slots__ = ("duty", "on")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    duty: Duty
    on: str
    def __init__(self, duty: _Optional[_Union[Duty, _Mapping]] = ..., on: _Optional[str] = ...) -> None: ...

class DutyMoved(_message.Message):
    __slots__ = ("duty", "was_due", "on")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    WAS_DUE_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    duty: Duty
    was_due: str
    on: str
    def __init__(self, duty: _Optional[_Union[Duty, _Mapping]] = ..., was_due: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class DutyMet(_message.Message):
    __slots__ = ("duty", "met", "on")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    MET_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    duty: Duty
    met: str
    on: str
    def __init__(self, duty: _Optional[_Union[Duty, _Mapping]] = ..., met: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class DutyDropped(_message.Message):
    __slots__ = ("duty", "reason", "on")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    duty: Duty
    reason: str
    on: str
    def __init__(self, duty: _Optional[_Union[Duty, _Mapping]] = ..., reason: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...
