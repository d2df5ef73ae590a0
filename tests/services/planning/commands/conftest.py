"""A desk on a real database, with a family on record."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from plumbing.bus import open_bus
from plumbing.clocks import CivilClock
from plumbing.house import House
from plumbing.settings import Settings
from services.planning import main as planning
from services.planning.adapters import tables
from services.planning.adapters.histories import history_of
from services.planning.commands.change_contact import change_contact
from services.planning.commands.desk import Desk
from services.planning.commands.record_assessment import record_assessment
from services.planning.commands.register_child import register_child
from services.planning.commands.register_person import link_person, register_person
from services.planning.domain.history import Happening, History
from tests.councils import asking_more
from tests.databases import Databases


@dataclass
class Office:
    """The desk, two children of one mother, and somebody from another family."""

    desk: Desk
    noor: str
    sami: str
    stranger: str
    mother: str
    father: str
    visitor: str

    def asks_more(self) -> None:
        """From now on the council asks about court orders, and lets an interval be approved."""
        self.desk = replace(self.desk, procedure=asking_more(self.desk.procedure))

    def said(self) -> list[tuple[str, Any]]:
        """Everything in the outbox but who did it: type name and message, in order."""
        with self.desk.database.read() as read:
            outbox = tables.plumbing.outbox
            query = select(outbox).where(outbox.c.topic != "cin.access.v1")
            rows = read.execute(query.order_by(outbox.c.id)).all()
        return [
            (row.type.rpartition(".")[2], planning.CONTRACTS.type_named(row.type).FromString(row.payload))
            for row in rows
        ]

    def history(self, child: str = "") -> History:
        """What the clocks are reckoned from, of Noor unless another is named."""
        with self.desk.database.read() as read:
            return history_of(read, child or self.noor)

    def happened(self, kind: str) -> list[Happening]:
        return [happening for happening in self.history().happenings if happening.kind == kind]

    def assessed(self, authorised: date) -> None:
        for child in (self.noor, self.sami):
            for step in ("started", "finished", "authorised"):
                record_assessment(self.desk, child, step, authorised, "martin")


@pytest.fixture
def office(tmp_path: Path, databases: Databases) -> Iterator[Office]:
    settings = Settings({"CIN_DATA": str(tmp_path)} | databases.settings())
    house = House(settings, open_bus(settings.text("CIN_BUS")), CivilClock(settings.zone))
    house.clock.steer(date(2026, 12, 18))
    desk = planning.desk_of(house)

    def child(name: str, born: date) -> str:
        return register_child(desk, name=name, council_reference=name, born_on=born, expected_on=None)

    def person(name: str, kind: str, mail: str, address: str, *children: str) -> str:
        found = register_person(desk, name=name, kind=kind)
        for each in children:
            link_person(desk, found, each, "around")
        reach = {"mail": mail, "phone": "", "address": address, "mail_safe": True, "post_safe": True}
        change_contact(desk, found, **reach, by="amina")
        return found

    noor, sami = child("Noor", date(2012, 3, 27)), child("Sami", date(2020, 3, 27))
    stranger = child("Bea", date(2015, 1, 1))
    mother = person("Samira", "family", "s@family.example", "17 Harbour Street", noor, sami)
    father = person("Karim", "family", "k@father.example", "88 Shields Road", noor)
    visitor = person("Ruth", "professional", "ruth@nhs.example", "", noor, sami, stranger)
    person("Other", "family", "o@other.example", "5 Quay Lane", stranger)
    yield Office(desk, noor, sami, stranger, mother, father, visitor)
    house.close()
