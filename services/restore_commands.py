"""`cin restore`: after a backup was put back, what had left since is found before anything leaves again."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from plumbing.clocks import CivilClock
from plumbing.database import UNAVAILABLE
from plumbing.engines import in_words
from plumbing.house import House, bus_of
from plumbing.settings import Settings
from services.notifications import main as notifications
from services.notifications.adapters.restores import count_strays, is_restoring
from services.notifications.commands import after_a_restore
from services.notifications.commands.desk import Desk
from services.notifications.domain.mail_log import mails_in


def begin() -> None:
    with _desk() as (_, desk):
        leaving = after_a_restore.begin_restore(desk)
    click.echo("No mail leaves until cin restore finish.")
    if leaving:
        click.echo(f"{leaving} were on the wire in the backup: the mail server's log tells which arrived.")


def reconcile(lines: Iterable[str]) -> None:
    """Counts only: the page for staff shows which."""
    with _desk() as (settings, desk):
        with desk.database.read() as session:
            if not is_restoring(session):
                _end("Mail may leave meanwhile: begin with cin restore begin.")
        domains = {desk.sender.rpartition("@")[2], settings.text("CIN_MEETINGS_DOMAIN")}
        left = mails_in(lines, desk.now, desk.clock.zone)
        if not left:
            _end("There is no Message-ID in it: Postfix's or Exim's log is wanted, or one Message-ID a line.")
        known, marked, strays = after_a_restore.reconcile(desk, left, domains)
    click.echo(f"{len(left)} mails in it. Of ours, {known} are on record as settled already.")
    click.echo(f"{marked} were not on record as sent, and are now.")
    click.echo(f"{strays} left before the restore and are not on record: staff see them under On hold.")


def finish(by: str, without_log: bool) -> None:
    with _desk() as (_, desk):
        with desk.database.read() as session:
            strays = count_strays(session)
        try:
            after_a_restore.finish_restore(desk, by, without_log)
        except after_a_restore.CannotFinish:
            _end(
                "No mail server's log was read, so what left since the backup would leave once more: "
                "cin restore reconcile first, or --without-log where there is none."
            )
    click.echo("Mail leaves again.")
    if strays:
        click.echo(f"{strays} mails that left before the restore stay listed for staff under On hold.")


@contextmanager
def _desk() -> Iterator[tuple[Settings, Desk]]:
    """As notifications itself, on its own database; its words where that cannot be had."""
    settings = Settings()
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        house = House(settings, bus_of(settings), CivilClock(settings.zone))
        try:
            yield settings, notifications.desk_of(house)
        finally:
            house.close()
    except UNAVAILABLE as error:
        _end(f"notifications' database: {in_words(error)}")
    except (ValueError, OSError) as error:
        _end(str(error))


def _end(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
