"""The peer for documents: WeasyPrint makes an accessible PDF from HTML with the same words."""

from html import escape
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from bench.peers.answering import answer_requests, timed

_STYLE = """
@font-face { font-family: Page; src: url(%s/DejaVuSans.ttf) }
@font-face { font-family: Page; font-weight: bold; src: url(%s/DejaVuSans-Bold.ttf) }
@page { size: A4; margin: 20mm 20mm 22mm; @bottom-right { content: "Page " counter(page) } }
body { font: 11pt Page; line-height: 1.4; color: #1d2327 } h1, h2 { color: #1f4e5f }
table { border-collapse: collapse; width: 100%% } td, th { padding: 3mm; text-align: left; vertical-align: top;
border-bottom: 0.6pt solid #b9c9ce } dl { background: #eaf1f3; padding: 5mm } dt { font-weight: bold }
"""


class Press:
    """The fonts and their configuration are kept from one document to the next."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()

    def make(self, page: dict[str, Any], fonts: str) -> bytes:
        style = _STYLE % ((Path(fonts).as_uri(),) * 2)
        html = HTML(string=_html(page, style))
        return bytes(html.write_pdf(pdf_variant="pdf/ua-1", font_config=self._fonts))

    def time(self, request: dict[str, Any]) -> dict[str, Any]:
        return timed(lambda: [self.make(page, request["fonts"]) for page in request["pages"]])

    def save(self, request: dict[str, Any]) -> dict[str, Any]:
        pdf = self.make(request["page"], request["fonts"])
        Path(request["path"]).write_bytes(pdf)
        return {"bytes": len(pdf)}


def _html(page: dict[str, Any], style: str) -> str:
    facts = "".join(
        f"<dt>{escape(fact['term'])}</dt><dd>{escape(fact['detail'])}</dd>" for fact in page["facts"]
    )
    body = "".join([*map(_plan, page["plans"]), *map(_section, page["sections"])])
    return (
        f'<!DOCTYPE html><html lang="{page["language"]}"><head><meta charset="utf-8">'
        f"<title>{escape(page['title'])}</title><style>{style}</style></head><body>"
        f"<p><b>{escape(page['council'])}</b></p><h1>{escape(page['title'])}</h1>"
        f"<p>{escape(page['heading'])}</p><dl>{facts}</dl>{body}<p>{escape(page['clause'])}</p></body></html>"
    )


def _plan(plan: dict[str, Any]) -> str:
    parts = [f"<h2>Plan for {escape(plan['child'])}</h2><p>{escape(plan['objective'])}</p>"]
    parts.append(f"<p>Agreed {escape(plan['agreed'])}. Next review {escape(plan['review'])}.</p>")
    for outcome in plan["outcomes"]:
        rows = "".join(_action(action) for action in outcome["actions"])
        parts.append(
            f"<h3>{escape(outcome['outcome'])}</h3><table><thead><tr><th>Who</th><th>Will do what</th>"
            f"<th>By when</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    parts += [f"<blockquote>{escape(plan[view])}</blockquote>" for view in ("child_views", "parent_views")]
    return "".join(parts)


def _action(action: dict[str, str]) -> str:
    cells = (action["who"], f"{action['what']} {action['why']}", action["by_when"])
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _section(section: dict[str, Any]) -> str:
    told = "".join(f"<p>{escape(words)}</p>" for words in section["paragraphs"])
    return f"<h2>{escape(section['heading'])}</h2>{told}"


if __name__ == "__main__":
    press = Press()
    answer_requests({"time": press.time, "save": press.save})
