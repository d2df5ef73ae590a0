"""A real Apache Kafka broker on loopback: started, killed, and started again on the same data."""

import atexit
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.engines import head_start
from demo.engines.jars import jars
from demo.ports import free_port

_CLUSTER = "Y2hpbGQtaW4tbmVlZC0wMQ"
"""Constant, so that a broker finds its own data again."""
_JAVA = (
    *("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
    *("-Xlog:disable", "-Xlog:all=error:stderr"),
    *("-Djava.awt.headless=true", "-Djava.net.preferIPv4Stack=true"),
)
_STARTED = "Kafka Server started"
_LOGGING = """
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %c{1} %m%n
logger.started.name=kafka.server.KafkaRaftServer
logger.started.level=info
"""
_SMALL = {
    "process.roles": "broker,controller",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "inter.broker.listener.name": "PLAINTEXT",
    "auto.create.topics.enable": "false",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.num.partitions": "2",
    "share.coordinator.state.topic.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "500",
    "num.network.threads": "1",
    "num.io.threads": "2",
    "background.threads": "2",
    "num.recovery.threads.per.data.dir": "1",
    "log.cleaner.threads": "1",
    "log.cleaner.dedupe.buffer.size": "2097152",
    "log.segment.bytes": "16777216",
    "log.index.size.max.bytes": "1048576",
    "controlled.shutdown.enable": "false",
    # a killed broker's old registration stands in the way of its next start for as long as this:
    "broker.session.timeout.ms": "2000",
    "broker.heartbeat.interval.ms": "400",
    "controller.quorum.election.timeout.ms": "500",
    "controller.quorum.fetch.timeout.ms": "1000",
}


class DidNotStart(Exception):
    """The broker ended, or was not there in time; ends with its last words."""


class Broker:
    """One node, controller and broker in one. `settings` are server.properties, and win over ours.

    `host`: the one address of this machine at which clients find it; the controller stays on loopback.
    `java`: more words for Java, in place of those that give it a head start.

    The caller stops it; the end of this process does too. Needs Java 17 or newer; see jars.missing().
    """

    def __init__(
        self,
        folder: Path,
        node: int = 1,
        port: int = 0,
        voters: Mapping[int, int] | None = None,
        settings: Mapping[str, str] | None = None,
        users: Mapping[str, str] | None = None,
        host: str = "127.0.0.1",
        java: Sequence[str] | None = None,
    ) -> None:
        self.folder = folder
        self.host = host
        self.node = node
        self.port = port or free_port()
        self._voters = dict(voters or {node: free_port()})
        self._settings = dict(settings or {})
        self._users = dict(users or {})
        self._words = java
        self._process: subprocess.Popen[bytes] | None = None
        self._said = 0

    @property
    def bootstrap(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"kafka://{self.bootstrap}"

    @property
    def pid(self) -> int:
        assert self._process, "the broker has not been started"
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, seconds: float = 60.0) -> "Broker":
        """Returns once it serves clients, on the data that it had; raises DidNotStart."""
        self.launch()
        self.wait(seconds)
        return self

    def launch(self) -> None:
        """As start, but does not wait: a quorum needs the others too."""
        assert not self.running, "the broker runs already"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "log4j2.properties").write_text(_LOGGING)
        lines = [f"{name}={value}" for name, value in self._properties().items()]
        (self.folder / "server.properties").write_text("\n".join(lines) + "\n")
        if not (self.folder / "data" / "meta.properties").exists():
            self._format()
        self._said = self._log.stat().st_size if self._log.exists() else 0
        words = head_start.classes(_record) if self._words is None else self._words
        command = self._java(words, "kafka.Kafka", str(self.folder / "server.properties"))
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
            )
        atexit.register(self.kill)

    def wait(self, seconds: float = 60.0) -> None:
        """Until it serves clients; raises DidNotStart."""
        deadline = time.monotonic() + seconds
        while _STARTED not in self._new_words():
            if not self.running or time.monotonic() > deadline:
                self.kill()
                raise DidNotStart(f"broker {self.node} in {self.folder}:\n{self._new_words()[-3000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL, as a crash; harmless where it does not run."""
        self._end(signal.SIGKILL)

    def stop(self, seconds: float = 20.0) -> int:
        """SIGTERM; after so many seconds SIGKILL. Its exit code, which is 143 where it ended by itself."""
        return self._end(signal.SIGTERM, seconds)

    def restart(self, seconds: float = 60.0) -> None:
        """On the same data and port."""
        self.stop()
        self.start(seconds)

    def _end(self, number: signal.Signals, seconds: float = 20.0) -> int:
        atexit.unregister(self.kill)
        if self._process is None:
            return 0
        if self.running:
            self._process.send_signal(number)
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait(20)

    @property
    def _log(self) -> Path:
        return self.folder / "broker.log"

    def _new_words(self) -> str:
        with self._log.open("rb") as log:
            log.seek(self._said)
            return log.read().decode(errors="replace")

    def _properties(self) -> dict[str, str]:
        copies = min(3, len(self._voters))
        kept = max(1, copies - 1)
        controller = f"CONTROLLER://127.0.0.1:{self._voters[self.node]}"
        quorum = ",".join(f"{node}@127.0.0.1:{port}" for node, port in self._voters.items())
        return {
            **_SMALL,
            "node.id": str(self.node),
            "controller.quorum.voters": quorum,
            "listeners": f"PLAINTEXT://{self.bootstrap},{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "log.dirs": str(self.folder / "data"),
            **{name: str(copies) for name in _COPIES},
            **{name: str(kept) for name in _KEPT},
            **{name: value.replace("{controller}", controller) for name, value in self._settings.items()},
        }

    def _format(self) -> None:
        data = self.folder / "data"
        if not self._users and head_start.formatted(self.node, data):
            return
        properties = str(self.folder / "server.properties")
        command = self._java((), "kafka.tools.StorageTool", "format", "-t", _CLUSTER, "-c", properties)
        for name, password in self._users.items():
            command += ["--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]"]
        ended = subprocess.run(command, capture_output=True, text=True)
        if ended.returncode:
            raise DidNotStart(f"{self.folder} could not be formatted:\n{ended.stdout}{ended.stderr}")
        if not self._users:
            head_start.keep_formatted(self.node, data)

    def _java(self, words: Sequence[str], main: str, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={self.folder / 'log4j2.properties'}"
        ours = ":".join(map(str, sorted(jars().glob("*.jar"))))  # in this order: the archive knows them by it
        return ["java", *_JAVA, *words, logging, "-cp", ours, main, *arguments]


_COPIES = (
    "default.replication.factor",
    "offsets.topic.replication.factor",
    "transaction.state.log.replication.factor",
    "share.coordinator.state.topic.replication.factor",
)
_KEPT = (
    "min.insync.replicas",
    "transaction.state.log.min.isr",
    "share.coordinator.state.topic.min.isr",
)


def _record(word: str) -> bool:
    with TemporaryDirectory() as folder:
        broker = Broker(Path(folder) / "broker", java=[word])
        try:
            return broker.start().stop(seconds=120) == 143  # 128 + SIGTERM: it ended by itself
        except DidNotStart:
            return False


def three_brokers(folder: Path) -> Sequence[Broker]:
    """A started quorum: every record on all three, and written once two have it."""
    voters = {node: free_port() for node in (1, 2, 3)}
    brokers = [Broker(folder / f"broker-{node}", node, voters=voters) for node in voters]
    for broker in brokers:
        broker.launch()
    for broker in brokers:
        broker.wait()
    return brokers
