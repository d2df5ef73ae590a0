"""The people around a child, how each may safely be reached, and what each must not be told."""

from dataclasses import dataclass, field
from datetime import date

KINDS = ("family", "professional", "service")


@dataclass
class Person:
    """A family member, a professional, or somebody in a service role (interpreter, note-taker, lawyer)."""

    id: str
    name: str
    kind: str
    agency: str = ""
    job: str = ""
    language: str = ""
    safe_note: str = ""
    contact_version: int = 0
    version: int = 1
    registered_on: date = date.min


@dataclass
class Contact:
    """How the person may be reached, whole, as it stood from one day on; every version is kept."""

    person: str
    version: int
    mail: str
    phone: str
    address: str
    since: date
    mail_safe: bool = True
    post_safe: bool = True
    changed_by: str = ""

    @property
    def address_lines(self) -> list[str]:
        return [line.strip() for line in self.address.replace(",", "\n").splitlines() if line.strip()]


@dataclass
class Link:
    """What a person is to a child."""

    child: str
    person: str
    relationship: str
    parental_responsibility: bool = False


@dataclass
class ProtectedValue:
    """An address, phone, mail, school or place that only its owner and those it is known to may read."""

    id: str
    kind: str
    value: str
    owner: str
    known_to: list[str] = field(default_factory=list)
    source: str = "typed"

    def hidden_from(self, person: str) -> bool:
        return person != self.owner and person not in self.known_to
