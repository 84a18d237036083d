"""Pages name files, folders and other pages: each of them is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("ARCHITECTURE.md", "README.md", "CONTRIBUTING.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)

#: Where the files of the house are.
ROOMS = ("src", "tests", "docs", "examples", "benchmarks", "ops")

#: A file by its ending, or a folder by the blank place at its end.
PATH = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|dmn|toml|mjs|po)|(?:[\w-]+/)+)`")
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


def there() -> list[str]:
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*")]
    found += ROOT.iterdir()
    return [
        "/" + path.relative_to(ROOT).as_posix() + ("/" if path.is_dir() else "") for path in found
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    known = "\n".join([*there(), ""])
    named = set(PATH.findall(page.read_text()))

    assert {name for name in named if f"/{name}\n" not in known} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    named = set(LINK.findall(page.read_text()))

    assert {name for name in named if not (page.parent / name).exists()} == set()
