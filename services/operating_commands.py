"""The commands for those who operate it: `cin doctor`, `cin version`."""

import sys

import click

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
    from services.version import VERSION

    click.echo(f"child-in-need {VERSION}")
    for name, main in MAINS.items():
        click.echo(f"{name:14} {newest(main.MIGRATIONS)}")
