"""Text of plain letters alone takes a short way to the same bare letters."""

from hypothesis import example, given
from hypothesis import strategies as some

from services.notifications.domain.bare_text import plain

ASCII = some.text(some.characters(max_codepoint=127), max_size=60)


@given(ASCII)
@example("17 Harbour&nbsp;Street, O'Neill`s %31%37")
@example("\t~\x7fA&#49;")
def test_text_of_plain_letters_becomes_what_it_becomes_beside_others(text: str) -> None:
    assert plain(f"{text} é") == f"{plain(text)} e"
