"""A backup from before, an empty bus, and the mail server's log: nothing is lost, nothing goes twice."""

import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from demo import acts
from demo.playing import town_of
from plumbing.mail_catcher.mailbox import Mailbox
from plumbing.settings import Settings
from services.__main__ import main
from services.notifications.adapters import restores
from services.running import Product
from tests.cast import JOAN, PEOPLE
from tests.product.scene import Scene

SERVICES = ("notifications", "records", "scheduler", "planning")


def _dump(scene: Scene, folder: Path, *services: str) -> None:
    """As a backup does it, while the product runs."""
    folder.mkdir(exist_ok=True)
    for service in services:
        source = sqlite3.connect(scene.product.house.database(service).url.removeprefix("sqlite:///"))
        with closing(source), closing(sqlite3.connect(folder / f"{service}.db")) as copy:
            source.backup(copy)


def _message_ids(data: Path) -> list[str]:
    """Of all that the local mail server took, as its log would have it."""
    caught = Mailbox(data / "mail").all("", "")
    return [re.search(rb"(?mi)^Message-ID: (\S+)", mail.content)[1].decode() for mail in caught]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_left_after_the_backup_is_found_and_nothing_goes_twice(scene: Scene, tmp_path: Path) -> None:
    """The dumps lie far apart: all that two services heard and sent in between is missing in theirs."""
    backup = tmp_path / "backup"
    _dump(scene, backup, "notifications", "scheduler")
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    acts.arrange(scene.amina, scene.family, "review", date(2027, 1, 20), JOAN, list(PEOPLE))
    scene.town.settle()
    _dump(scene, backup, "records", "planning")
    before = len(scene.town.mails())
    acts.arrange(scene.amina, scene.family, "review", date(2027, 2, 17), JOAN, list(PEOPLE))
    scene.town.settle()
    mails = scene.town.mails()
    after = len(mails) - before
    assert after > 0
    scene.product.stop()

    shutil.copytree(scene.product.settings.data / "mail", backup / "mail")
    shutil.copytree(scene.product.settings.data / "keys", backup / "keys")
    was = scene.product.settings.environment
    elsewhere = {name: value for name, value in was.items() if not name.startswith("CIN_DATABASE_")}
    environment = elsewhere | {"CIN_DATA": str(backup)}
    log = "\n".join(_message_ids(backup))

    def cin(*words: str, given: str = "") -> str:
        ended = CliRunner(env=dict(environment)).invoke(main, words, given, catch_exceptions=False)
        assert ended.exit_code == 0, ended.output
        return ended.output

    cin("migrate")
    cin("bus", "topics", "--create")
    cin("bus", "say-again")
    cin("restore", "begin")
    product = Product(Settings(environment))
    product.house.clock.steer(date(2026, 12, 18))
    product.start()
    try:
        town = town_of(product.settings)
        town.ready()
        town.settle()
        assert len(town.mails()) == len(mails), "something left before the log was read"
        cin("restore", "reconcile", "--mail-log", "-", given=log)
        cin("restore", "finish", "--by", "Sue")
        town.settle()
        twice = [one for one, times in Counter(_message_ids(backup)).items() if times > 1]
        assert twice == [] and len(town.mails()) == len(mails)
        with product.house.database("notifications").read() as session:
            assert restores.count_strays(session) == after
    finally:
        product.stop()
