"""Invitations: from an arranged meeting to mails noted as sent, against the loop that everybody writes."""

import email
import email.policy
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.composing import compose_all
from bench.engines import NoEngines, production
from bench.inviting import INVITEES, InvitingHouse, inviting_house, some_meetings
from bench.measuring import Scale, Spent, Table, interleave, spent, spread
from bench.peers.running import Peer
from bench.sink import Sink, sink
from bench.words import against, each, figure

NATIONAL_PEAK = 88
"""Invitations, changes, cancellations and reminders a second in England's busiest minute."""
COUNCILS = 153
_MINTED = ("UID", "DTSTAMP", "ORGANIZER")
_OWN_HEADERS = ("from", "reply-to", "date", "message-id", "content-type")
_EMBEDDED = "from meeting to noted: SQLite, the SQLite log"
_PRODUCTION = "from meeting to noted: PostgreSQL, Apache Kafka"


def table(scale: Scale) -> Table:
    meetings = scale.of(10, 1)
    mails, warnings = meetings * INVITEES, []
    with TemporaryDirectory() as folder, sink() as server, Peer("invitations") as peer:
        found = {"the mail alone, built and not sent": _building(peer, meetings, scale)}
        found[_EMBEDDED] = _whole_way(Path(folder) / "embedded", server, peer, meetings, scale)
        try:
            with production(Path(folder)) as (environment, processes):
                found[_PRODUCTION] = _whole_way(
                    Path(folder) / "production", server, peer, meetings, scale, environment, processes
                )
        except NoEngines as error:
            warnings.append(f"invitations on PostgreSQL and Apache Kafka: {error}")
    rows = [_row(what, rounds, mails) for what, rounds in found.items()]
    if warnings:
        rows.append((_PRODUCTION, *["**NOT MEASURED**"] * 4))
    rate = mails / spread([one.wall for one in found[_EMBEDDED]["ours"]]).median
    return Table(
        "invitations",
        ("", "the product", "the bare loop", "its time", "its CPU"),
        rows,
        [_load(rate)],
        warnings,
    )


def _load(rate: float) -> str:
    council = NATIONAL_PEAK / COUNCILS
    return (
        f"A council's busiest minute asks for {figure(council)} a second (England's for {NATIONAL_PEAK}): one"
        f" process on the embedded engines sends {figure(rate)}, {figure(rate / council)} times as many"
        f" as one council's and {figure(rate / NATIONAL_PEAK)} times England's."
    )


def _row(what: str, found: dict[str, list[Spent]], mails: int) -> tuple[str, ...]:
    cells = each(found["ours"], mails), each(found["theirs"], mails)
    return what, *cells, *against(found["theirs"], found["ours"])


def _building(peer: Peer, meetings: int, scale: Scale) -> dict[str, list[Spent]]:
    made = some_meetings(meetings)
    return interleave(
        {
            "ours": lambda: spent(lambda: compose_all(made)),
            "theirs": lambda: peer.time("build", meetings=made),
        },
        scale,
    )


def _whole_way(
    folder: Path,
    server: Sink,
    peer: Peer,
    meetings: int,
    scale: Scale,
    environment: Mapping[str, str] | None = None,
    processes: tuple[int, ...] = (),
) -> dict[str, list[Spent]]:
    made = some_meetings(meetings)
    with inviting_house(folder, server, environment or {}) as house:
        _same_mails(house, peer, folder)
        return interleave(
            {
                "ours": lambda: spent(lambda: house.invite(made), processes),
                "theirs": lambda: peer.time("invite", meetings=made, port=server.port),
            },
            scale,
        )


def _same_mails(house: InvitingHouse, peer: Peer, folder: Path) -> None:
    """One meeting's mails from both mean the same, but for what each mints; or the table means nothing."""
    meeting = some_meetings(1)
    ours, theirs = folder / "ours", folder / "theirs"
    for place in (ours, theirs):
        place.mkdir()
    house.sink.keep(ours)
    house.invite(meeting)
    house.sink.keep(theirs)
    peer.ask("invite", meetings=meeting, port=house.sink.port)
    house.sink.keep(None)
    own, other = (_meanings(place) for place in (ours, theirs))
    assert len(own) == INVITEES
    for one, two in zip(own, other, strict=True):
        assert one == two, f"the mails differ:\n{one}\n{two}"


def _meanings(folder: Path) -> list[tuple[object, ...]]:
    return sorted((_meaning(path.read_bytes()) for path in folder.iterdir()), key=str)


def _meaning(raw: bytes) -> tuple[object, ...]:
    """Its recipient; its headers; the form of its parts, the bytes of its words, the calendar's lines."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    headers = sorted(
        (name.lower(), str(value)) for name, value in mail.items() if name.lower() not in _OWN_HEADERS
    )
    parts = [part for part in mail.walk() if not part.is_multipart()]
    return str(mail["to"]), headers, [_part(part) for part in parts]


def _part(part: Any) -> tuple[object, ...]:
    kind, content = part.get_content_type(), part.get_payload(decode=True)
    assert isinstance(content, bytes)
    if kind in ("text/plain", "text/html"):
        return kind, content
    lines = content.replace(b"\r\n ", b"").decode().splitlines()
    kept = [line for line in lines if not line.startswith(_MINTED)]
    names = sorted(line.partition(":")[0].partition(";")[0] for line in lines)
    return kind, part.get_filename(), part.get_param("method"), kept, names
