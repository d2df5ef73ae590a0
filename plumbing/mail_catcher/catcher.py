"""The SMTP side: takes every message, keeps it, answers 250, and sends nothing anywhere."""

import asyncio
from threading import Event
from typing import Any

from aiosmtpd.smtp import SMTP
from aiosmtpd.smtp import Envelope as SmtpEnvelope

from plumbing.clocks import MachineClock
from plumbing.mail_catcher.mailbox import Mailbox

LARGEST = 30 * 1024 * 1024
"""Bytes of one message."""


class MailCatcher:
    """A role. `port=0` takes a free one, known once `started` is set."""

    name = "mail-catcher"

    def __init__(
        self, mailbox: Mailbox, port: int, machine_clock: MachineClock, host: str = "127.0.0.1"
    ) -> None:
        self._mailbox = mailbox
        self._clock = machine_clock
        self.port = port
        self._host = host
        self.started = Event()

    def run(self, stop: Event) -> None:
        asyncio.run(self._serve(stop))

    def ready(self) -> str | None:
        return None if self.started.is_set() else f"{self.name} does not listen yet on port {self.port}"

    def quiet(self) -> str | None:
        return None

    async def _serve(self, stop: Event) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: self._conversation(loop), self._host, self.port)
        try:
            self.port = server.sockets[0].getsockname()[1]
            self.started.set()
            await asyncio.to_thread(stop.wait)
        finally:
            self.started.clear()
            server.close()  # not wait_closed: a client that keeps its connection must not hold us up

    def _conversation(self, loop: asyncio.AbstractEventLoop) -> SMTP:
        return SMTP(
            self,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            hostname="mail-catcher",
            ident="ESMTP",
            loop=loop,
        )

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: SmtpEnvelope) -> str:
        """250 only once the bytes are on disk. Messages are kept one at a time, so their order is theirs."""
        content = envelope.original_content or b""
        received = self._clock.now().isoformat(timespec="seconds")
        id = self._mailbox.keep(envelope.mail_from or "", envelope.rcpt_tos, received, content)
        return f"250 2.0.0 kept as {id}"
