"""How far an import is: drawn on a terminal only, right to the end; and what Ctrl-C leaves."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from connectors.consonance.fake import KEY, House
from tests.app.terminal import Terminal
from tests.app.test_commands import SECRETS
from tests.app.test_consonance import served
from tests.app.test_importing import kept
from tests.connectors.onix.messages import message, record
from tests.nursery import run

#: As many records as go in together, so that the file ends after a full batch.
BATCH = 100

TABLE = ("import", "csv", "titles.csv", "--sender", "A house")
ONIX = ("import", "onix", "house.xml")

#: What a bar says of bytes: how many of how many.
BYTES = r"(\d[\d.]*)/(\d[\d.]*) (bytes|kB)"


def filled(folder: Path, records: int) -> None:
    """Write a message and a table of so many titles."""
    (folder / "house.xml").write_text(message(*(record(n, isbn="") for n in range(1, records + 1))))
    rows = (f"h.{n},Title {n}\n" for n in range(1, records + 1))
    (folder / "titles.csv").write_text("".join(["reference,title\n", *rows]))


def there(url: str) -> Mapping[str, str]:
    return SECRETS | {"GREENLIGHT_CONSONANCE_URL": url, "GREENLIGHT_CONSONANCE_KEY": KEY}


def house_of(products: int) -> House:
    house = House()
    for ref in range(1, products + 1):
        house.put(ref, date(2026, 1, 1), work=10)
    return house


@pytest.mark.parametrize("words", [ONIX, TABLE])
@pytest.mark.parametrize("records", [1, BATCH])
def test_on_a_terminal_a_bar_goes_to_the_last_byte_of_the_file(
    folder: Path, words: tuple[str, ...], records: int
) -> None:
    filled(folder, records)
    terminal = Terminal(folder, *words, **SECRETS)
    ended = terminal.end()
    done, size, unit = re.findall(BYTES, terminal.drawn)[-1]
    there = (folder / words[2]).stat().st_size

    assert words[2] in terminal.drawn
    assert (done, unit) == (size, "bytes" if there < 1000 else "kB")
    assert size == (str(there) if there < 1000 else f"{there / 1000:.1f}")
    assert (ended, terminal.said) == (0, f"{records} new, 0 changed, 0 the same, 0 set aside.\n")


def test_on_a_terminal_the_products_that_were_read_are_counted(folder: Path) -> None:
    with served(house_of(3)) as url:
        terminal = Terminal(folder, "import", "consonance", **there(url))
        ended = terminal.end()

    counted = [int(one) for one in re.findall(r"(\d+) products read", terminal.drawn)]
    assert counted == sorted(counted)
    assert (ended, terminal.said) == (0, "3 new, 0 changed, 0 the same, 0 set aside.\n")
    assert counted[-1] >= 3


@pytest.mark.parametrize("words", [ONIX, TABLE])
def test_where_nobody_watches_no_bar_is_drawn(folder: Path, words: tuple[str, ...]) -> None:
    filled(folder, 1)

    assert run(folder, *words, **SECRETS).stderr == ""


def test_where_nobody_watches_consonance_is_read_without_a_word(folder: Path) -> None:
    with served(house_of(1)) as url:
        assert run(folder, "import", "consonance", **there(url)).stderr == ""


def test_with_json_no_bar_is_drawn_on_a_terminal(folder: Path) -> None:
    filled(folder, 1)
    terminal = Terminal(folder, *ONIX, "--json", **SECRETS)

    assert (terminal.end(), terminal.drawn) == (0, "")
    assert json.loads(terminal.said)["counts"]["new"] == 1


@pytest.mark.parametrize("words", [ONIX, TABLE])
def test_ctrl_c_leaves_what_went_in_and_the_next_run_goes_on(
    folder: Path, words: tuple[str, ...]
) -> None:
    filled(folder, 10 * BATCH)
    terminal = Terminal(folder, *words, **SECRETS)
    terminal.until(r"[1-9][\d.]*/[\d.]+ kB")
    terminal.interrupt()
    ended, left = terminal.end(), kept(folder)
    again = json.loads(run(folder, *words, "--json", **SECRETS).stdout)["counts"]
    (after,) = re.findall(r"Stopped after (\d+) records of", terminal.drawn)

    assert (ended, terminal.said) == (130, "")
    assert f"{after} new, 0 changed, 0 the same, 0 set aside. They are in" in terminal.drawn
    assert "Traceback" not in terminal.drawn
    assert 0 < len(left) == int(after) < 10 * BATCH
    assert (again["new"], again["same"]) == (10 * BATCH - len(left), len(left))
    assert left.items() <= kept(folder).items()


def test_ctrl_c_leaves_the_pages_of_consonance_that_were_read(folder: Path) -> None:
    house = house_of(6)
    with served(house) as url:
        terminal: list[Terminal] = []
        house.meanwhile = [lambda: None, lambda: terminal[0].interrupt()]  # noqa: PLW0108  It comes later.
        terminal.append(Terminal(folder, "import", "consonance", **there(url)))
        ended, left = terminal[0].end(), kept(folder)
        again = json.loads(run(folder, "import", "consonance", "--json", **there(url)).stdout)

    assert ended == 130
    assert "Stopped after" in terminal[0].drawn
    assert "They are in; run it again" in terminal[0].drawn
    assert again["counts"]["new"] == 6 - len(left)
    assert left.items() <= kept(folder).items()
    assert len(kept(folder)) == 6
