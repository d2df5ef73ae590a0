"""The whole product in this process, with a policy that a test can turn to deny everything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from demo import acts
from demo.browser import Visitor
from demo.family import Family, register
from demo.playing import fresh_environment, town_of
from demo.town import Town
from plumbing.settings import Settings
from services.planning.domain import permission
from services.planning.domain.permission import Actor, Decision, Thing
from services.running import Product
from tests.cast import AMINA, JOAN, MARTIN, OWEN, PEOPLE, RUTH, SAMIRA, Role
from tests.councils import asking_more
from tests.databases import Databases

TODAY = date(2026, 11, 30)


class Policy:
    """The real `decide`, until it is told to deny all."""

    denies_all = False

    def __call__(self, actor: Actor, action: str, thing: Thing) -> Decision:
        if self.denies_all:
            return Decision(False, "a test denies everything")
        return permission.decide(actor, action, thing)


@dataclass
class Scene:
    """A product in which one family has had its planning meeting, and its papers are on their way."""

    product: Product
    policy: Policy
    town: Town
    amina: Visitor
    martin: Visitor
    family: Family
    meeting: str
    folder: Path

    def asks_more(self) -> None:
        """From now on the council asks about court orders, and lets an interval be approved."""
        around = self.product.apps["pages"].extensions
        site = around["site"]
        richer = replace(site.desk, procedure=asking_more(site.desk.procedure))
        around["site"] = replace(site, desk=richer)

    def visitor(self, who: Role) -> Visitor:
        """Another member of staff, signed in."""
        return Visitor(self.town.staff, who)

    @cached_property
    def owen(self) -> Visitor:
        """A social worker who has none of the family's children."""
        return self.visitor(OWEN)

    @property
    def child(self) -> str:
        return self.family.first_child()


@pytest.fixture
def scene(tmp_path: Path, databases: Databases) -> Iterator[Scene]:
    settings = Settings(fresh_environment(tmp_path) | databases.settings())
    policy = Policy()
    product = Product(settings, can=policy)
    product.house.clock.steer(TODAY)
    product.start()
    try:
        town = town_of(settings)
        town.ready()
        amina, martin = Visitor(town.staff, AMINA), Visitor(town.staff, MARTIN)
        family = register(amina, martin, TODAY)
        for visitor, step in ((amina, "started"), (amina, "finished"), (martin, "authorised")):
            for child in family.children.values():
                visitor.send(f"/children/{child}/assessment", step=step, on=TODAY)
        meeting = acts.arrange(amina, family, "planning meeting", date(2026, 12, 18), JOAN, list(PEOPLE))
        town.settle()
        town.go_to(date(2026, 12, 18))
        acts.record(amina, family, meeting, [SAMIRA, RUTH], date(2027, 6, 10))
        for key, child in family.children.items():
            plan = acts.write_plan(amina, child, key, date(2027, 1, 20))
            amina.send(f"{plan}/agree", on=date(2026, 12, 18))
        town.settle()
        yield Scene(product, policy, town, amina, martin, family, meeting, tmp_path)
    finally:
        product.stop()
