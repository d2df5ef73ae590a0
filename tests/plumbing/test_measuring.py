"""A service's own figures are taken every few seconds, and a database that is away does not end that."""

from collections.abc import Callable
from threading import Thread

from sqlalchemy.exc import OperationalError

from plumbing.measuring import Measuring
from plumbing.roles import Role
from tests.contracts.reading import until


def test_it_measures_again_and_again_though_the_database_is_away_for_a_while(
    running: Callable[[Role], Thread],
) -> None:
    looks: list[int] = []

    def measure() -> None:
        looks.append(1)
        if len(looks) == 2:
            raise OperationalError("SELECT 1", {}, Exception("gone"))

    running(Measuring("m", measure, every=0.01))
    until(lambda: len(looks) >= 4, "it does not come round")


def test_nobody_waits_for_a_figure() -> None:
    role = Measuring("m", lambda: None)
    assert role.ready() is None and role.quiet() is None
