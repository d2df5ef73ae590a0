"""The commands for those who operate it: `cin doctor`, `version`, `may`, `restore`, `bus say-again`."""

import sys
from datetime import datetime
from typing import TextIO

import click

from services import VERSION
from services.rights import SERVICES


@click.command()
@click.option("--service", type=click.Choice(SERVICES), help="only what this service needs")
@click.option("--role", type=click.Choice(("web", "api", "worker")), help="only what this role needs")
@click.option("--starting", is_flag=True, help="before it starts, when neighbours may not run yet")
def doctor(service: str | None, role: str | None, starting: bool) -> None:
    """Look at settings, files, databases, bus, mail server, neighbours, certificates; say what is wrong."""
    from services.doctor import examine

    sys.exit(examine(service, role, starting))


@click.command()
def version() -> None:
    """Say which release this is, and the newest migration of each service."""
    from plumbing.migrations import newest
    from services.running import SERVICES as MAINS

    click.echo(f"child-in-need {VERSION}")
    for name, main in MAINS.items():
        click.echo(f"{name:14} {newest(main.MIGRATIONS)}")


@click.command()
@click.argument("actor")
@click.argument("action")
@click.argument("thing", default="everything")
def may(actor: str, action: str, thing: str) -> None:
    """Say whether ACTOR (a staff id) may do ACTION with THING (like child:ID), and why.

    Exit code 0: yes, 1: no, 2: the question is not understood. No names: they would stay in the terminal.
    """
    from services.may_command import print_decision

    print_decision(actor, action, thing)


@click.command("say-again")
@click.option("--service", type=click.Choice(SERVICES), help="only what this service said")
@click.option("--since", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]), help="like 2027-01-06T09:00:00+00:00")
def say_again(service: str | None, since: datetime | None) -> None:
    """Hand to an empty bus what was handed to the lost one; whoever heard it passes it over."""
    from services.saying_again import say_all_again

    sys.exit(say_all_again([service] if service else SERVICES, since))


@click.group()
def restore() -> None:
    """After a backup was put back: nothing leaves before what had left since is found."""


@restore.command("begin")
def restore_begin() -> None:
    """Stop all mail; before the first process starts on the restored databases."""
    from services.restore_commands import begin

    begin()


@restore.command("reconcile")
@click.option("--mail-log", "log", type=click.File(errors="replace"), required=True, help="a file, or -")
def restore_reconcile(log: TextIO) -> None:
    """Find in the mail server's log what had left, from a day before the backup on; safe to run again."""
    from services.restore_commands import reconcile

    reconcile(log)


@restore.command("finish")
@click.option("--by", required=True, help="who has seen the list and lets mail leave")
@click.option("--without-log", is_flag=True, help="there is no mail log, and mail may go twice")
def restore_finish(by: str, without_log: bool) -> None:
    """Let mail leave again, once staff have seen what is not on record."""
    from services.restore_commands import finish

    finish(by, without_log)
