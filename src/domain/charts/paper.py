"""SVG, piece by piece: every text is escaped here, every number written the same way."""

from collections.abc import Iterable, Sequence
from html import escape

from domain.charts.lettering import fitted
from domain.charts.palette import Palette

#: The width of every chart, in pixels.
WIDTH = 720

#: The fonts, the bundled one first.
_FONTS = "DejaVu Sans, Verdana, Arial, Helvetica, sans-serif"

#: A place, in pixels from the upper left.
Place = tuple[float, float]


def written(value: float) -> str:
    """Return a number with one digit behind the point at most, and without a negative zero."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


class Paper:
    """A sheet that is drawn on from back to front."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self._parts: list[str] = []

    def rect(self, place: Place, wide: float, high: float, fill: str, *, edge: str = "") -> None:
        """Draw a filled rectangle, with a dashed edge if a colour for one is given."""
        if wide <= 0 or high <= 0:
            return
        x, y = place
        dashed = f' stroke="{edge}" stroke-dasharray="3 3"' if edge else ""
        self._parts.append(
            f'<rect x="{written(x)}" y="{written(y)}" width="{written(wide)}"'
            f' height="{written(high)}" fill="{fill}"{dashed}/>'
        )

    def line(
        self, start: Place, end: Place, color: str, *, thick: float = 1, dash: str = ""
    ) -> None:
        """Draw a straight line."""
        self.trace([start, end], color, thick=thick, dash=dash)

    def trace(
        self, places: Sequence[Place], color: str, *, thick: float = 2, dash: str = ""
    ) -> None:
        """Draw a line through `places`."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="M{_path(places)}" fill="none" stroke="{color}"'
            f' stroke-width="{written(thick)}" stroke-linejoin="round"{dashed}/>'
        )

    def area(self, places: Sequence[Place], fill: str, *, edge: str = "") -> None:
        """Fill what lies within `places`, with an edge if a colour for one is given."""
        edged = f' stroke="{edge}" stroke-width="1.5"' if edge else ""
        self._parts.append(f'<path d="M{_path(places)}Z" fill="{fill}"{edged}/>')

    def ring(self, place: Place, radius: float, fill: str, edge: str) -> None:
        """Draw a circle with an edge."""
        x, y = place
        self._parts.append(
            f'<circle cx="{written(x)}" cy="{written(y)}" r="{written(radius)}" fill="{fill}"'
            f' stroke="{edge}" stroke-width="1.5"/>'
        )

    def text(  # noqa: PLR0913  Letters have many ways to be.
        self,
        place: Place,
        text: str,
        *,
        size: float = 12,
        fill: str = "",
        bold: bool = False,
        anchor: str = "start",
        room: float = WIDTH,
        halo: bool = False,
    ) -> None:
        """Write `text`, cut to `room`; `anchor` says which of its ends stands at `place`.

        With a `halo` it can be read on whatever it lies.
        """
        shown = fitted(text, room, size, bold=bold)
        if not shown:
            return
        x, y = place
        ways = ' font-weight="bold"' if bold else ""
        ways += f' text-anchor="{anchor}"' if anchor != "start" else ""
        if halo:
            ways += f' stroke="{self.palette.ground}" stroke-width="4" paint-order="stroke"'
        self._parts.append(
            f'<text x="{written(x)}" y="{written(y)}" font-size="{written(size)}"'
            f' fill="{fill or self.palette.ink}"{ways}>{escape(shown)}</text>'
        )

    def svg(self, high: float, alt: str) -> str:
        """Return what was drawn, `high` pixels high, with `alt` for whoever does not see it."""
        said = escape(alt)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{written(high)}"'
            f' viewBox="0 0 {WIDTH} {written(high)}" font-family="{_FONTS}" role="img"'
            f' aria-label="{said}"><title>{said}</title>'
            f'<rect width="{WIDTH}" height="{written(high)}" fill="{self.palette.ground}"/>'
            f"{''.join(self._parts)}</svg>"
        )


def _path(places: Iterable[Place]) -> str:
    return "L".join(f"{written(x)} {written(y)}" for x, y in places)
