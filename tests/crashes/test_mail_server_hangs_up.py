"""The mail server drops the connection before, during or after a mail: only the last may repeat it."""

import pytest

from tests.crashes import table
from tests.crashes.playing import IN_FLIGHT, play
from tests.crashes.scenes import SCENES
from tests.crashes.stages import Stage
from tests.services.notifications.mail_servers import DROP

WHEN = {"before the mail": "DATA", "during the mail": "bytes", "after the mail, its answer lost": "end"}


class HangsUp(dict[str, str]):
    """What the server says: nothing at every seventh `moment`, five times in all; else what is usual."""

    def __init__(self, moment: str) -> None:
        super().__init__()
        self._moment = moment
        self._asked = 0
        self.dropped = 0

    def get(self, what: str, usual: str | None = None) -> str | None:  # type: ignore[override]  # as the server asks
        if what != self._moment or usual is None and what == "DATA":
            return usual
        self._asked += 1
        if self._asked % 7 or self.dropped == 5:
            return usual
        self.dropped += 1
        return DROP


LONG = pytest.param("production", marks=[pytest.mark.kafka, pytest.mark.postgres, pytest.mark.long])


@pytest.mark.timeout(300)
@pytest.mark.parametrize("stage", ["embedded", LONG], indirect=True)
@pytest.mark.parametrize("when", WHEN)
def test_a_dropped_connection_repeats_a_mail_only_where_the_answer_was_lost(
    when: str, stage: Stage, times: tuple[int, ...]
) -> None:
    with play(SCENES["sending"], stage) as playing:
        says = HangsUp(WHEN[when])
        playing.around.mail.says = says
        playing.tell(IN_FLIGHT)
        playing.finish()
        account, twice = playing.account, playing.mails_twice
        bound = says.dropped if WHEN[when] == "end" else 0
        row = table.line(f"mail server hangs up {when}", says.dropped, playing, bound=bound)
    table.keep(f"mail-{WHEN[when]}-{stage.engines}", [row])
    assert says.dropped == 5
    assert account.clean, account
    assert twice <= bound
