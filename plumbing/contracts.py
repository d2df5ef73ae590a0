"""The words that may travel: which topic and key belong to which message type, and back from a name to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from google.protobuf.message import Message


class TopicEntry(Protocol):
    """What plumbing needs to know of a topic; the published language keeps the list."""

    @property
    def name(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def messages(self) -> tuple[type[Message], ...]: ...


@dataclass(frozen=True)
class Address:
    """Where one message goes."""

    topic: str
    key: str


class UnknownMessage(Exception):
    """A message whose type stands in no topic's list."""


class Contracts:
    """The registry of topics, looked up by message type and by type name."""

    def __init__(self, topics: Iterable[TopicEntry]) -> None:
        self._topic_of: dict[type[Message], TopicEntry] = {}
        self._type_of: dict[str, type[Message]] = {}
        for topic in topics:
            for message in topic.messages:
                self._topic_of[message] = topic
                self._type_of[message.DESCRIPTOR.full_name] = message

    def address(self, message: Message) -> Address:
        """Topic and key; raises UnknownMessage or, where the key is empty, ValueError."""
        topic = self._topic_of.get(type(message))
        if topic is None:
            raise UnknownMessage(f"{type(message).__name__} stands on no topic: add it to the registry")
        key = _key(message, topic.key)
        if not key:
            raise ValueError(f"{type(message).__name__} has no {topic.key}: it needs a key to keep its order")
        return Address(topic.name, key)

    def type_named(self, full_name: str) -> type[Message]:
        """The class for `cin.v1.DutyOpened`; raises UnknownMessage."""
        try:
            return self._type_of[full_name]
        except KeyError:
            raise UnknownMessage(f"{full_name} stands in no topic's list") from None

    def topics_of(self, messages: Iterable[type[Message]]) -> list[str]:
        return sorted({self._topic_of[message].name for message in messages})


def _key(message: Message, path: str) -> str:
    for choice in path.split("|"):
        value: object = message
        for step in choice.split("."):
            value = getattr(value, step, "")
        if isinstance(value, str) and value:
            return value
    return ""
