"""One family and its professionals, all made up: half-siblings, an unborn child, two fathers, one order."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Role:
    """A member of staff, as in the list for local sign-in."""

    id: str
    name: str
    role: str

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


AMINA = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0001", "Amina Reed", "social worker")
JOAN = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0002", "Joan Price", "senior practitioner")
MARTIN = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0003", "Martin Shaw", "team manager")
DEE = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0004", "Dee Walsh", "business support")
OWEN = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0005", "Owen Clarke", "social worker")
GRACE = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0006", "Grace Obi", "reviewing officer")
HELEN = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0007", "Helen Okafor", "service manager")
RAVI = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0008", "Ravi Menon", "administrator")
CLARE = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0009", "Clare Dunn", "policy lead")


@dataclass(frozen=True)
class CastChild:
    """`years`: age at the start; None: not born yet."""

    key: str
    name: str
    reference: str
    years: int | None
    school: str = ""


@dataclass(frozen=True)
class CastPerson:
    """`children`: what the person is to each, and whether with parental responsibility."""

    key: str
    name: str
    kind: str
    children: dict[str, tuple[str, bool]]
    mail: str = ""
    phone: str = ""
    address: str = ""
    mail_safe: bool = True
    post_safe: bool = True
    agency: str = ""
    job: str = ""
    language: str = ""
    safe_note: str = ""
    place_shown: bool = False
    party: bool = False
    hidden: tuple[tuple[str, str], ...] = field(default_factory=tuple)


NOOR = CastChild("noor", "Noor Haddad", "CIN-4401", 14, "Monkchester Academy")
SAMI = CastChild("sami", "Sami Haddad", "CIN-4402", 6, "Ouseburn Primary School")
BABY = CastChild("baby", "Baby Haddad", "CIN-4403", None)
CHILDREN = (NOOR, SAMI, BABY)
_ALL = ("noor", "sami", "baby")

SAMIRA = CastPerson(
    "samira",
    "Samira Haddad",
    "family",
    dict.fromkeys(_ALL, ("mother", True)),
    mail="samira@family.example",
    phone="07700 900123",
    address="Flat 3\n17 Harbour Street\nWhitley Bay\nNE26 9ZZ",
    language="Arabic",
    safe_note="Ring between 10 and 2. Never leave a message.",
    hidden=(("place", "Rowan House Refuge"),),
)
KARIM = CastPerson(
    "karim",
    "Karim Mansour",
    "family",
    {"noor": ("father", True)},
    mail="karim@father.example",
    phone="07700 900456",
    address="88 Shields Road\nByker\nNewcastle upon Tyne\nNE6 9YY",
    safe_note="A non-molestation order protects Samira Haddad from him.",
)
TOM = CastPerson(
    "tom",
    "Tom Bell",
    "family",
    {"sami": ("father", False), "baby": ("father", False)},
    phone="07700 900789",
    address="5 Quay Lane\nNorth Shields\nNE29 9XX",
)
RUTH = CastPerson(
    "ruth",
    "Ruth Oyelaran",
    "professional",
    {child: ("health visitor" if child != "baby" else "midwife", False) for child in _ALL},
    mail="ruth.oyelaran@nhs.example",
    phone="0191 498 0201",
    agency="Tyne Health",
    job="health visitor",
    place_shown=True,
    party=True,
)
PETER = CastPerson(
    "peter",
    "Peter Lowe",
    "professional",
    {"noor": ("deputy head", False), "sami": ("school contact", False)},
    mail="peter.lowe@newcastle.example",
    phone="0191 498 0202",
    agency="Education",
    job="deputy head",
    place_shown=True,
    party=True,
)
HUDA = CastPerson(
    "huda",
    "Huda Salem",
    "service",
    {"noor": ("interpreter", False)},
    mail="huda@interpreters.example",
    phone="0191 498 0203",
    agency="Tyne Interpreters",
    job="interpreter",
    place_shown=True,
)
PEOPLE = (SAMIRA, KARIM, TOM, RUTH, PETER, HUDA)


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """As the cast stands: mails come as they come, but a story has one order."""
    order = [person.name for person in PEOPLE]
    return tuple(sorted(names, key=lambda name: order.index(name) if name in order else len(order)))
