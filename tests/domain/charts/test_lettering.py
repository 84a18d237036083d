"""Text is as wide as it is counted, is cut where it would not fit, and says nothing it must not."""

from pathlib import Path

import pytest
from PIL import ImageFont

import connectors.charts
from domain.charts.lettering import fitted, line, width
from domain.charts.widths import BOLD, REGULAR

FONTS = Path(connectors.charts.__file__).parent / "fonts"


@pytest.mark.parametrize(
    ("name", "table"), [("DejaVuSans.ttf", REGULAR), ("DejaVuSans-Bold.ttf", BOLD)]
)
def test_widths_are_those_of_the_bundled_fonts(name: str, table: dict[str, int]) -> None:
    font = ImageFont.truetype(FONTS / name, 1_000, layout_engine=ImageFont.Layout.BASIC)

    assert len(table) > 500
    assert {one: wide for one, wide in table.items() if abs(font.getlength(one) - wide) > 1} == {}


def test_the_licence_lies_beside_the_fonts() -> None:
    text = (FONTS / "LICENSE.txt").read_text()

    assert "Bitstream" in text
    assert "Tavmjong Bah" in text


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("room", [8, 40, 90, 250])
def test_what_is_cut_fits_and_no_more_is_cut_than_must_be(room: float, *, bold: bool) -> None:
    text = "Wiederaufnahme: Österreichs längste Geschichten, Folge 12"
    shown = fitted(text, room, 12, bold=bold)

    assert width(shown, 12, bold=bold) <= room
    if shown.endswith("…"):
        # A blank before the ellipsis is left out, so it may be one character more.
        longer = text[: len(shown) + 1] + "…"
        assert width(longer, 12, bold=bold) > room


def test_what_fits_is_left_as_it_is() -> None:
    assert fitted("Salz", 400, 12) == "Salz"
    assert fitted("", 400, 12) == ""


def test_there_may_be_no_room_at_all() -> None:
    assert fitted("Salz", 2, 12) == ""


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\nb\tc", "a b c"),
        ("a\x00\x0bb\ufffe\uffffc", "abc"),
        ("abc\u202etxt", "abctxt"),
        ("  a  ", "a"),
    ],
)
def test_names_are_one_honest_line(given: str, shown: str) -> None:
    assert line(given) == shown
