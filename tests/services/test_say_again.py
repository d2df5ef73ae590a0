"""A broker that came back empty: what it lost is said again, and nothing happens twice."""

from click.testing import CliRunner
from sqlalchemy import func, select

from demo import acts
from services.__main__ import main
from services.notifications.adapters import tables as notifications
from services.planning.adapters import tables as planning
from tests.cast import PEOPLE
from tests.product.scene import Scene


def _waiting(scene: Scene, table) -> int:
    with scene.product.house.database("planning").read() as session:
        query = select(func.count()).select_from(table).where(table.c.published_at.is_(None))
        return session.scalar(query)


def _cin(scene: Scene, *words: str):
    runner = CliRunner(env=dict(scene.product.settings.environment))
    return runner.invoke(main, ["bus", "say-again", *words], catch_exceptions=False)


def _parcels(scene: Scene) -> list[tuple]:
    table = notifications.parcel
    with scene.product.house.database("notifications").read() as session:
        return list(
            session.execute(select(table.c.id, table.c.state, table.c.message_id).order_by(table.c.id))
        )


def test_what_was_said_before_goes_once_more_and_has_no_effect_twice(scene: Scene) -> None:
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    before, mails = _parcels(scene), len(scene.town.mails())
    assert before
    ended = _cin(scene)
    assert ended.exit_code == 0 and "planning: 0" not in ended.output
    assert all(line.endswith("messages are said again") for line in ended.output.splitlines())
    scene.town.settle()
    assert _waiting(scene, planning.plumbing.outbox) == 0
    assert _parcels(scene) == before and len(scene.town.mails()) == mails


def test_only_what_is_asked_for_is_said_again(scene: Scene) -> None:
    scene.town.settle()
    ended = _cin(scene, "--service", "planning", "--since", "2999-01-01T00:00:00+00:00")
    assert ended.output == "planning: 0 messages are said again\n"
