"""The whole product in this process, with a policy that a test can turn to deny everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from shutil import copytree

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
PLANNED = date(2026, 12, 18)
"""The day of the planning meeting, on which a scene begins."""
_KEPT = "scene"


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


@dataclass(frozen=True)
class Kept:
    """What a scene begins with, made once for each engine: the folder of its product, and its ids."""

    folder: Path
    family: Family
    meeting: str


@pytest.fixture(scope="session")
def kept_scenes() -> dict[type, Kept]:
    return {}


@pytest.fixture
def scene(
    tmp_path: Path,
    databases: Databases,
    kept_scenes: dict[type, Kept],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    engine = type(databases)
    if engine not in kept_scenes:
        kept_scenes[engine] = _made(tmp_path_factory.mktemp("scene"), databases)
    kept = kept_scenes[engine]
    copytree(kept.folder, tmp_path, dirs_exist_ok=True)
    with _running(tmp_path, databases.settings(_KEPT), PLANNED) as (product, policy, town):
        amina, martin = Visitor(town.staff, AMINA), Visitor(town.staff, MARTIN)
        town.settle()
        yield Scene(product, policy, town, amina, martin, deepcopy(kept.family), kept.meeting, tmp_path)


def _made(folder: Path, databases: Databases) -> Kept:
    with _running(folder, databases.settings(), TODAY) as (_, _, town):
        amina, martin = Visitor(town.staff, AMINA), Visitor(town.staff, MARTIN)
        family = register(amina, martin, TODAY)
        for visitor, step in ((amina, "started"), (amina, "finished"), (martin, "authorised")):
            for child in family.children.values():
                visitor.send(f"/children/{child}/assessment", step=step, on=TODAY)
        meeting = acts.arrange(amina, family, "planning meeting", PLANNED, JOAN, list(PEOPLE))
        town.settle()
        town.go_to(PLANNED)
        acts.record(amina, family, meeting, [SAMIRA, RUTH], date(2027, 6, 10))
        for key, child in family.children.items():
            plan = acts.write_plan(amina, child, key, date(2027, 1, 20))
            amina.send(f"{plan}/agree", on=PLANNED)
        town.settle()
    databases.keep(_KEPT)
    return Kept(folder, family, meeting)


@contextmanager
def _running(folder: Path, settings: dict[str, str], today: date) -> Iterator[tuple[Product, Policy, Town]]:
    around, policy = Settings(fresh_environment(folder) | settings), Policy()
    product = Product(around, can=policy)
    product.house.clock.steer(today)
    product.start()
    try:
        town = town_of(around)
        town.ready()
        yield product, policy, town
    finally:
        product.stop()
