from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class DutyDueSoon(_message.Message):
    __slots__ = ("duty", "child", "name", "clause", "due", "on", "late")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    CHILD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    duty: str
    child: str
    name: str
    clause: str
    due: str
    on: str
    late: bool
    def __init__(self, duty: _Optional[str] = ..., child: _Optional[str] = ..., name: _Optional[str] = ..., clause: _Optional[str] = ..., due: _Optional[str] = ..., on: _Optional[str] = ..., late: _Optional[bool] = ...) -> None: ...

class DutyOverdue(_message.Message):
    __slots__ = ("duty", "child", "name", "clause", "due", "on", "late")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    CHILD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    duty: str
    child: str
    name: str
    clause: str
    due: str
    on: str
    late: bool
    def __init__(self, duty: _Optional[str] = ..., child: _Optional[str] = ..., name: _Optional[str] = ..., clause: _Optional[str] = ..., due: _Optional[str] = ..., on: _Optional[str] = ..., late: _Optional[bool] = ...) -> None: ...
