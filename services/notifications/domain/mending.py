"""Takes a word with one slip of the pen for the word that was meant: "Harbor" for "Harbour"."""

from collections.abc import Iterable

_LEAST = 5
"""Letters below which one slip makes another common word."""


def meant(words: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """For each written word that is one slip away from a known word: the known word."""
    targets = {word for word in known if len(word) >= _LEAST and word.isalpha()}
    return {
        word: target
        for word in set(words) - targets
        for target in sorted(targets)
        if word[:1] == target[0] and is_one_slip(word, target)
    }


def is_one_slip(written: str, word: str) -> bool:
    """One letter left out, put in, put wrong, or two neighbours swapped."""
    shorter, longer = sorted((written, word), key=len)
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(longer) == len(shorter) + 1:
        return shorter[at:] == longer[at + 1 :]
    if len(longer) != len(shorter) or at == len(shorter):
        return False
    swapped = shorter[at + 1 : at + 2] + shorter[at] + shorter[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or swapped == longer[at:]
