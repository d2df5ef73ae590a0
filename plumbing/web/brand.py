"""Whose pages these are: a name and a few colours, served as CSS variables over one set of built assets."""

import re
from dataclasses import dataclass, fields

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_READABLE = 4.5
"""The contrast that WCAG 2.2 AA (1.4.3) asks of text."""


@dataclass(frozen=True)
class Brand:
    """An organisation's words and colours; refuses colours on which its text could not be read."""

    name: str
    service: str
    header: str = "#0b0c0c"
    accent: str = "#1d70b8"
    link: str = "#1a65a6"
    phase: str = ""
    phase_words: str = ""
    footer: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name in ("header", "accent", "link"):
            colour = getattr(self, name)
            if not _COLOUR.fullmatch(colour):
                raise ValueError(
                    f"brand {self.name}: {name}={colour!r}: six hexadecimal digits after # are wanted"
                )
            if _contrast_with_white(colour) < _READABLE:
                raise ValueError(
                    f"brand {self.name}: {name}={colour} is too light to be read with white: darken it"
                )

    @property
    def theme(self) -> str:
        """The style sheet that comes after the built one."""
        return (
            f":root{{--site-header-colour:{self.header};--govuk-brand-colour:{self.accent};"
            f"--govuk-link-colour:{self.link}}}\n"
        )


def brand_from(values: dict[str, str]) -> Brand:
    """A brand from a council's file: unknown names are refused, so that a typing slip is seen."""
    known = {field.name for field in fields(Brand)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ValueError(f"brand: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return Brand(**values)  # type: ignore[arg-type]  # checked just above


def _contrast_with_white(colour: str) -> float:
    def light(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    luminance = 0.2126 * light(colour[1:3]) + 0.7152 * light(colour[3:5]) + 0.0722 * light(colour[5:7])
    return 1.05 / (luminance + 0.05)
