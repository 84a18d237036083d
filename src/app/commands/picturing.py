"""Writing one chart of each kind into a folder, so that people can look at them."""

import asyncio
from html import escape
from pathlib import Path

from connectors.charts.painting import painting
from domain.charts.draw import draw
from domain.charts.model import Look, Theme
from domain.charts.specimen import specimens
from domain.errors import Invalid

#: The languages that charts speak.
_LOCALES = ("en", "de")


def gallery(folder: Path) -> list[str]:
    """Write every chart in both themes and languages, as SVG and PNG, and a page that shows them.

    Return the names of what was written; `Invalid` if there can be no such folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"`{folder}` cannot be a folder ({error.strerror}); give another one to `--charts`."
        raise Invalid("bad_folder", said, ("charts",)) from None
    return asyncio.run(_written(folder))


async def _written(folder: Path) -> list[str]:
    found, shown = [], []
    async with painting() as painter:
        for locale in _LOCALES:
            for kind, chart in specimens(german=locale == "de").items():
                for theme in Theme:
                    drawing, name = draw(chart, Look(theme, locale)), f"{kind}-{theme}-{locale}"
                    (folder / f"{name}.svg").write_text(drawing.svg, encoding="utf-8")
                    (folder / f"{name}.png").write_bytes(await painter.png(drawing.svg))
                    found += [f"{name}.svg", f"{name}.png"]
                    shown.append(
                        f'<figure><img src="{name}.svg" alt="{escape(drawing.alt)}">'
                        f"<figcaption><b>{name}</b> {escape(drawing.alt)}</figcaption></figure>"
                    )
    (folder / "index.html").write_text(_page("".join(shown)), encoding="utf-8")
    return [*found, "index.html"]


def _page(body: str) -> str:
    style = (
        "body{font:.9rem/1.4 sans-serif;margin:1rem;background:#8a8f96}"
        "figure{display:inline-block;width:720px;margin:.5rem;vertical-align:top}img{width:100%}"
    )
    head = f'<meta charset="utf-8"><title>Charts</title><style>{style}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
