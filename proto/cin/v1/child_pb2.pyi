from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class ChildRegistered(_message.Message):
    __slots__ = ("child", "version", "on", "unborn")
    CHILD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    UNBORN_FIELD_NUMBER: _ClassVar[int]
    child: str
    version: int
    on: str
    unborn: bool
    def __init__(self, child: _Optional[str] = ..., version: _Optional[int] = ..., on: _Optional[str] = ..., unborn: _Optional[bool] = ...) -> None: ...

class AssessmentRecorded(_message.Message):
    __slots__ = ("child", "version", "assessment", "step", "on")
    CHILD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENT_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    child: str
    version: int
    assessment: str
    step: str
    on: str
    def __init__(self, child: _Optional[str] = ..., version: _Optional[int] = ..., assessment: _Optional[str] = ..., step: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class ChildAllocated(_message.Message):
    __slots__ = ("child", "version", "worker", "on")
    CHILD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKER_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    child: str
    version: int
    worker: str
    on: str
    def __init__(self, child: _Optional[str] = ..., version: _Optional[int] = ..., worker: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class EventRecorded(_message.Message):
    __slots__ = ("child", "version", "event", "kind", "on", "was")
    CHILD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    WAS_FIELD_NUMBER: _ClassVar[int]
    child: str
    version: int
    event: str
    kind: str
    on: str
    was: str
    def __init__(self, child: _Optional[str] = ..., version: _Optional[int] = ..., event: _Optional[str] = ..., kind: _Optional[str] = ..., on: _Optional[str] = ..., was: _Optional[str] = ...) -> None: ...

class CircumstanceRecorded(_message.Message):
    __slots__ = ("child", "version", "circumstance", "kind", "since", "until")
    CHILD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CIRCUMSTANCE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    child: str
    version: int
    circumstance: str
    kind: str
    since: str
    until: str
    def __init__(self, child: _Optional[str] = ..., version: _Optional[int] = ..., circumstance: _Optional[str] = ..., kind: _Optional[str] = ..., since: _Optional[str] = ..., until: _Optional[str] = ...) -> None: ...

class PersonLinked(_message.Message):
    __slots__ = ("child", "version", "person", "on")
    CHILD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    child: str
    version: int
    person: str
    on: str
    def __init__(self, child: _Optional[str] = ..., version: _Optional[int] = ..., person: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class ChildBorn(_message.Message):
    __slots__ = ("child", "version", "on")
    CHILD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    child: str
    version: int
    on: str
    def __init__(self, child: _Optional[str] = ..., version: _Optional[int] = ..., on: _Optional[str] = ...) -> None: ...
