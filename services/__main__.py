"""`cin`: the command line, and the one place that knows all four services."""

import sys
from datetime import datetime
from pathlib import Path

import click

from services import VERSION
from services.operating_commands import doctor, may, restore, say_again, version


@click.group()
@click.version_option(VERSION, prog_name="child-in-need")
def main() -> None:
    """Child in Need plans and reviews that arrive on time, in the right hands, and in nobody else's."""


main.add_command(doctor)
main.add_command(version)
main.add_command(may)
main.add_command(restore)


@main.command()
@click.option("--target", default="all", show_default=True, help="all, or one role: planning:web, …")
@click.option("--demo", is_flag=True, help="fill an empty database with the demonstration's year")
def run(target: str, demo: bool) -> None:
    """Run the product: all four services in this process, or one role of them."""
    from services.running import run_until_told

    sys.exit(run_until_told(target, demo))


@main.command()
def migrate() -> None:
    """Bring all four databases to the tables of this release; safe to run again, and by two at once."""
    from services import databases

    sys.exit(databases.migrate())


@main.group()
def database() -> None:
    """The services' databases."""


@database.command("doctor")
def database_doctor() -> None:
    """Say of each what is not as it should be, and what to do."""
    from services import databases

    sys.exit(databases.doctor())


@main.group()
def keys() -> None:
    """What services prove themselves to one another with."""


@keys.command("make")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def keys_make(folder: Path) -> None:
    """Make in FOLDER what is missing: a key pair for each service, and what forms are signed with."""
    from services.key_commands import make_keys

    make_keys(folder)


@main.group()
def parked() -> None:
    """Messages that a service could not take: see them, take them again."""


@parked.command("list")
@click.option("--service", help="only this service's")
@click.option("--all", "every", is_flag=True, help="also those already replayed or discarded")
def parked_list(service: str | None, every: bool) -> None:
    """One line for each."""
    from services.parked_messages import print_list

    print_list(service, every)


@parked.command("show")
@click.argument("service")
@click.argument("identity")
def parked_show(service: str, identity: str) -> None:
    """Everything known of one message; ids and dates, as on the topic."""
    from services.parked_messages import print_one

    print_one(service, identity)


@parked.command("replay")
@click.argument("service")
@click.argument("identity")
@click.option("--by", required=True, help="who does it")
def parked_replay(service: str, identity: str, by: str) -> None:
    """Handle it now, as if it had just come; it stays parked where that fails."""
    from services.parked_messages import take_again

    take_again(service, identity, by)


@main.group()
def bus() -> None:
    """What the services say to one another: topics, groups, and what is wrong with them."""


bus.add_command(say_again)


@bus.command("topics")
@click.option("--create", is_flag=True, help="make those that are missing")
def bus_topics(create: bool) -> None:
    """Which topics are there."""
    from services.bus_commands import print_topics

    print_topics(create)


@bus.command("lag")
def bus_lag() -> None:
    """How many messages each service has not handled yet."""
    from services.bus_commands import print_lag

    print_lag()


@bus.command("reset")
@click.argument("service")
@click.argument("topic")
@click.option("--to", required=True, help="earliest, latest, or an instant: 2027-01-06T09:00:00+00:00")
def bus_reset(service: str, topic: str, to: str) -> None:
    """Set where a service goes on reading; its workers must be stopped."""
    from services.bus_commands import reset_group

    reset_group(service, topic, to)


@bus.command("rights")
@click.option("--commands", is_flag=True, help="as lines for Kafka's own programs, users too")
def bus_rights(commands: bool) -> None:
    """Which user needs which right at the broker."""
    from services.bus_commands import print_rights, print_rights_as_commands

    (print_rights_as_commands if commands else print_rights)()


@bus.command("doctor")
@click.option("--service", help="as whom CIN_BUS_USER is to work; otherwise as all of them")
def bus_doctor(service: str | None) -> None:
    """One line for each thing that is wrong, with what to do."""
    from services.bus_commands import doctor

    doctor(service)


@main.group()
def procedure() -> None:
    """A council's procedure as data."""


@procedure.command("check")
@click.argument("file", required=False)
def procedure_check(file: str | None) -> None:
    """Say in which line a file has a wrong word and what is allowed there, or what a good file holds.

    Without FILE: whether the council that the settings name can be run, with its own local values.
    """
    from services.procedure_commands import print_check, print_check_of_the_settings

    if file is None:
        print_check_of_the_settings()
    else:
        print_check(file)


@procedure.command("explain")
@click.argument("council")
@click.option("--on", help="as it holds on this day, like 2027-09-01; otherwise today")
@click.option("--ids", is_flag=True, help="with the requirement ids of each rule")
def procedure_explain(council: str, on: str | None, ids: bool) -> None:
    """A council's procedure in plain sentences, made from its files."""
    from services.procedure_commands import print_explanation

    print_explanation(council, on, ids)


@procedure.command("examples")
@click.argument("council")
@click.option("--only", help="only those that exercise this requirement id")
def procedure_examples(council: str, only: str | None) -> None:
    """Run a council's worked examples and show the arithmetic of every date."""
    from services.procedure_commands import print_examples

    print_examples(council, only)


@procedure.command("whatif")
@click.argument("file")
@click.option("--council", help="whose children; otherwise CIN_COUNCIL's")
@click.option("--on", help="the day it takes over, like 2027-09-01; otherwise the file's in_force")
@click.option("--move-running", is_flag=True, help="clocks that are already running move to it")
@click.option("--list", "listed", is_flag=True, help="also a line for each child: personal data")
def procedure_whatif(
    file: str, council: str | None, on: str | None, move_running: bool, listed: bool
) -> None:
    """What another edition would move for the children on record; changes nothing."""
    from services.procedure_whatif import print_whatif

    print_whatif(file, council, on, move_running, listed)


@procedure.command("rows")
def procedure_rows() -> None:
    """The table of docs/requirements.md: which requirement each rule carries, and what proves it."""
    from services.procedure_commands import print_rows

    print_rows()


@main.command("import-census")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="the day that the file tells of")
@click.option("--dry-run", is_flag=True, help="say what would come of it, and keep nothing")
@click.option(
    "--baseline", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="last dates, CSV"
)
def import_census(file: Path, as_at: datetime | None, dry_run: bool, baseline: Path | None) -> None:
    """Take over the children of a Children in Need census file, and say what is due."""
    from services.take_over import take_over_census

    take_over_census(file, as_at.date() if as_at else None, dry_run, baseline)


@main.command("import-baseline")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_baseline(file: Path) -> None:
    """Enter the last meeting, review and visit of children who were taken over."""
    from services.take_over import take_over_baseline

    take_over_baseline(file)


if __name__ == "__main__":
    main()
