"""Invitations: the product from an arranged meeting to mails noted as sent, against the loop everybody writes."""

import email
import email.policy
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.inviting import INVITEES, InvitingHouse, inviting_house, some_meetings
from bench.measuring import Scale, Table, interleave, spent, spread
from bench.peers.running import Peer
from bench.sink import sink
from bench.words import against, each, figure

NATIONAL_PEAK = 88
"""Invitations, changes, cancellations and reminders a second in England's busiest minute."""
_MINTED = ("UID", "DTSTAMP", "ORGANIZER")
_OWN_HEADERS = ("from", "reply-to", "date", "message-id")


def table(scale: Scale) -> Table:
    meetings = scale.of(10, 1)
    mails = meetings * INVITEES
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        server, peer = stack.enter_context(sink()), stack.enter_context(Peer("invitations"))
        house = stack.enter_context(inviting_house(folder / "house", server, {}))
        made = some_meetings(meetings, house.house)
        found = interleave(
            {
                "ours": lambda: spent(lambda: house.invite(made)),
                "theirs": lambda: peer.time("invite", meetings=made, port=server.port),
            },
            scale,
        )
        _same_mails(house, peer, folder)
    wall = spread([one.wall for one in found["ours"]]).median
    return Table(
        "invitations",
        ("", "the product", "the bare loop", "its time", "its CPU"),
        [
            (
                f"{meetings} meetings of {INVITEES} invitees: SQLite, the SQLite log",
                each(found["ours"], mails),
                each(found["theirs"], mails),
                *against(found["theirs"], found["ours"]),
            )
        ],
        [
            f"England's busiest minute asks for {NATIONAL_PEAK} a second, one council's (a 153rd of them) for "
            f"{figure(NATIONAL_PEAK / 153)}: one process of the product sends {figure(mails / wall)}.",
        ],
    )


def _same_mails(house: InvitingHouse, peer: Peer, folder: Path) -> None:
    """One meeting's mails from both mean the same, but for what each mints anew; or the table means nothing."""
    meeting = some_meetings(1, house.house)
    ours, theirs = folder / "ours", folder / "theirs"
    for place in (ours, theirs):
        place.mkdir()
    house.sink.keep(ours)
    house.invite(meeting)
    house.sink.keep(theirs)
    peer.ask("invite", meetings=meeting, port=house.sink.port)
    own, other = (sorted(_meaning(path.read_bytes()) for path in place.iterdir()) for place in (ours, theirs))
    assert len(own) == INVITEES
    for one, two in zip(own, other, strict=True):
        assert one == two, f"the mails differ:\n{one}\n{two}"


def _meaning(raw: bytes) -> tuple[object, ...]:
    """Its recipient first; then headers, the form of its parts, the bytes of its words, the calendar's lines."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    headers = sorted(
        (name.lower(), str(value))
        for name, value in mail.items()
        if name.lower() not in (*_OWN_HEADERS, "content-type")
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
