"""`script/kafka`: one Apache Kafka broker for people, until Ctrl-C."""

import signal
import sys
from pathlib import Path
from threading import Event

import click

from demo.engines.broker import Broker, DidNotStart
from demo.engines.jars import CannotFetch, missing


@click.command()
@click.option("--folder", default="var/kafka", show_default=True, help="where its data is kept")
@click.option("--port", default=9092, show_default=True, help="on loopback")
def main(folder: str, port: int) -> None:
    """Starts a broker and says how the product finds it."""
    absent = missing()
    if absent:
        sys.exit(f"script/kafka: {absent}")
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    broker = Broker(Path(folder).resolve(), port=port)
    try:
        broker.start()
    except (CannotFetch, DidNotStart) as error:
        sys.exit(f"script/kafka: {error}")
    click.echo(f"Apache Kafka answers. For the product:\n  export CIN_BUS={broker.url}")
    click.echo("  script/cin bus topics --create")
    while broker.running and not told.wait(0.5):
        pass
    broker.stop()


if __name__ == "__main__":
    main()
