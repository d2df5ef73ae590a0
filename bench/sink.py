"""A mail server that takes everything and keeps as good as nothing, in a process of its own.

XCOUNT answers how many mails it took; XKEEP <folder> makes it write the mails that follow there, XKEEP
alone no longer.
"""

import asyncio
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_END = b"\r\n.\r\n"


class _Session(asyncio.Protocol):
    """One connection. `taken` and `folder` are shared by all."""

    taken = 0
    folder: Path | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._waiting = bytearray()
        self._in_data = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        end = _END if self._in_data else b"\r\n"
        while (at := self._waiting.find(end)) >= 0:
            line = bytes(self._waiting[:at])
            del self._waiting[: at + len(end)]
            if self._in_data:
                self._take(line + b"\r\n")
            else:
                self._transport.write(self._answer(line))
            end = _END if self._in_data else b"\r\n"

    def _answer(self, line: bytes) -> bytes:
        word, _, rest = line.partition(b" ")
        match word.upper():
            case b"DATA":
                self._in_data = True
                return b"354 go on\r\n"
            case b"QUIT":
                self._transport.write(b"221 bye\r\n")
                self._transport.close()
                return b""
            case b"XCOUNT":
                return b"250 %d\r\n" % _Session.taken
            case b"XKEEP":
                _Session.folder = Path(rest.decode()) if rest else None
        return b"250 ok\r\n"

    def _take(self, mail: bytes) -> None:
        self._in_data = False
        if _Session.folder:
            (_Session.folder / f"{_Session.taken:06d}").write_bytes(mail.replace(b"\r\n..", b"\r\n."))
        _Session.taken += 1
        self._transport.write(b"250 taken\r\n")


class Sink:
    """As seen from the bench."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._line = smtplib.SMTP("127.0.0.1", port)

    def taken(self) -> int:
        return int(self._line.docmd("XCOUNT")[1])

    def keep(self, folder: Path | None) -> None:
        """From now on; None for no longer."""
        self._line.docmd("XKEEP", str(folder or ""))


@contextmanager
def sink() -> Iterator[Sink]:
    """Serves until the `with` ends."""
    command = [sys.executable, "-m", "bench.sink"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    assert process.stdout
    try:
        yield Sink(int(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Session, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
