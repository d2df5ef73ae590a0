#!/usr/bin/env python3
"""Takes from node_modules what pages and documents need, without the crown and the typeface of GOV.UK.

Both are only for services on GOV.UK. No Sass: the built style sheet is changed in a few places, and each
change asserts that it found what it expects, so that a new govuk-frontend cannot slip through half changed.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOVUK = ROOT / "node_modules/govuk-frontend/dist/govuk"
DEJAVU = ROOT / "node_modules/dejavu-fonts-ttf"
BUILT = ROOT / "plumbing/web/static/built"
FONTS = ROOT / "build/fonts"
FACES = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")


def style_sheet(css: str) -> str:
    """The built CSS with our font and no address that points outside what we serve."""
    css = _replaced(css, r"@font-face\{[^}]*GDS Transport[^}]*\}", "", exactly=2)
    css = _replaced(
        css, r"font-family:GDS Transport,arial,sans-serif", "font-family:var(--site-font)", exactly=55
    )
    # the crest behind "Crown copyright": our footer has none
    css = _replaced(css, r"[^{}]*\{[^{}]*url\(/assets/images/govuk-crest\.svg\)[^{}]*\}", "", exactly=None)
    css = _replaced(css, r"\n?/\*# sourceMappingURL=[^*]*\*/", "", exactly=1)
    for unwanted in ("GDS Transport", "url(/", "@font-face", "crest"):
        if unwanted in css:
            raise SystemExit(
                f"build_assets: {unwanted!r} is still in the style sheet: look at govuk-frontend's change"
            )
    return css


def _replaced(css: str, pattern: str, by: str, exactly: int | None) -> str:
    css, count = re.subn(pattern, by, css)
    if count == 0 or (exactly is not None and count != exactly):
        raise SystemExit(f"build_assets: {pattern!r} found {count} times, not {exactly or 'at least once'}")
    return css


def main() -> None:
    for folder in (BUILT, FONTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    css = style_sheet((GOVUK / "govuk-frontend.min.css").read_text(encoding="utf-8"))
    (BUILT / "govuk-frontend.min.css").write_text(css, encoding="utf-8")
    script = (GOVUK / "govuk-frontend.min.js").read_text(encoding="utf-8")
    (BUILT / "govuk-frontend.min.js").write_text(script.split("//# sourceMappingURL")[0], encoding="utf-8")
    for face in FACES:
        shutil.copyfile(DEJAVU / f"ttf/{face}.ttf", FONTS / f"{face}.ttf")
    shutil.copyfile(DEJAVU / "LICENSE", FONTS / "LICENSE")
    print("assets: style sheet and script built, fonts copied")


if __name__ == "__main__":
    main()
