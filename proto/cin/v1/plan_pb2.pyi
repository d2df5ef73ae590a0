from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class PlanDrafted(_message.Message):
    __slots__ = ("plan", "version", "child", "on")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CHILD_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    plan: str
    version: int
    child: str
    on: str
    def __init__(self, plan: _Optional[str] = ..., version: _Optional[int] = ..., child: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class PlanAgreed(_message.Message):
    __slots__ = ("plan", "version", "child", "agreed", "on")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CHILD_FIELD_NUMBER: _ClassVar[int]
    AGREED_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    plan: str
    version: int
    child: str
    agreed: str
    on: str
    def __init__(self, plan: _Optional[str] = ..., version: _Optional[int] = ..., child: _Optional[str] = ..., agreed: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class PlanEnded(_message.Message):
    __slots__ = ("plan", "version", "child", "outcome", "ended", "on")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CHILD_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    plan: str
    version: int
    child: str
    outcome: str
    ended: str
    on: str
    def __init__(self, plan: _Optional[str] = ..., version: _Optional[int] = ..., child: _Optional[str] = ..., outcome: _Optional[str] = ..., ended: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...
