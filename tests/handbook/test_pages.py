"""The handbook's pages: every story has a section, and what they name exists."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli import app
from app.pages.worked import operations
from tests.handbook.pictures import PAGES
from tests.handbook.stage import BYTES_MAX, FOLDER

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "docs/handbook"

#: As many pictures as there may be.
PICTURES_MAX = 24

#: What each section says, in this order.
LEADS = (
    "Who asks.",
    "What decides.",
    "In Slack.",
    "What a front end asks.",
    "At Spotify.",
    "When it ends badly.",
)

STORIES = tomllib.loads((ROOT / "tests/stories/parts.toml").read_text())
LINK = re.compile(r"\[[^\]]*\]\(([^)]+)\)")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def pages() -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(HANDBOOK.glob("*.md"))}


def sections() -> dict[str, str]:
    """Return what each story's section says, by its id."""
    text = "\n".join(pages().values())
    parts = re.split(r"^## (?=[WDC]\d\. )", text, flags=re.MULTILINE)[1:]
    return {part[:2]: part.partition("\n# ")[0] for part in parts}


def links(text: str) -> list[str]:
    return [one for one in LINK.findall(text) if "://" not in one]


def anchor(heading: str) -> str:
    """Return the name by which a heading is linked to."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_every_story_has_a_section_under_its_title() -> None:
    told = re.findall(r"^## ([WDC]\d)\. (.+)$", "\n".join(pages().values()), re.MULTILINE)

    assert sorted(told) == sorted((story, held["title"]) for story, held in STORIES.items())


@pytest.mark.parametrize("story", sorted(STORIES))
def test_a_section_says_what_people_ask_of_it_in_one_order(story: str) -> None:
    section = sections()[story]
    places = [section.find(f"**{lead}**") for lead in LEADS]

    assert min(places) >= 0
    assert all(before < after for before, after in pairwise(places))
    assert f"../images/handbook/{story.lower()}.png" in section


def test_every_operation_of_a_story_is_named_in_its_section_and_no_other() -> None:
    worked: dict[str, set[str]] = {}
    for one in operations():
        worked.setdefault(one.story[:2], set()).add(one.name)
    asked = {
        story: section.partition("**What a front end asks.**")[2].partition("\n")[0]
        for story, section in sections().items()
    }

    assert {story: set(re.findall(r"`(\w+)`", line)) for story, line in asked.items()} == worked
    assert [s for s, line in asked.items() if f"examples/operations/{s}.graphql" not in line] == []


def test_every_table_that_decides_is_named_as_its_file() -> None:
    named = re.findall(r"\[`(\w+)`\]\(\.\./\.\./src/domain/decisions/tables/(\w+)\.dmn\)", text())
    shipped = {path.stem for path in (ROOT / "src/domain/decisions/tables").glob("*.dmn")}

    assert [one for one in named if one[0] != one[1]] == []
    assert shipped - {name for name, _ in named} == {
        "rule_version_admission",
        "rule_version_stages",
    }


def test_every_link_leads_somewhere() -> None:
    headings = {
        name: {anchor(one) for one in HEADING.findall(said)} for name, said in pages().items()
    }
    lost = []
    for name, said in pages().items():
        for link in links(said):
            path, _, place = link.partition("#")
            there = (HANDBOOK / path).resolve() if path else HANDBOOK / name
            if not there.exists() or (place and place not in headings[there.name]):
                lost.append((name, link))

    assert lost == []


def test_every_picture_is_shown_once_and_small() -> None:
    shown = [Path(one).name for said in pages().values() for one in links(said) if ".png" in one]
    there = {path.name: path.stat().st_size for path in FOLDER.iterdir()}

    assert sorted(shown) == sorted(there)
    assert len(there) <= PICTURES_MAX
    assert [name for name, size in there.items() if size > BYTES_MAX] == []


def test_every_command_and_setting_is_one_of_the_programs() -> None:
    group = get_command(app)
    known = words_of(group)
    said = [one.split() for one in re.findall(r"`greenlight ([^`]+)`", text())]
    settings = (ROOT / "src/app/settings.py").read_text()
    named = {one.lower() for one in re.findall(r"`GREENLIGHT_(\w+)`", text())}

    assert [one for one in said if not {(one[0],), tuple(one[:2])} & known] == []
    assert [one for one in named if f"    {one}:" not in settings] == []


def test_each_page_is_played_for_its_pictures() -> None:
    assert {f"{page}.md" for page in PAGES} | {"index.md"} == set(pages())


def text() -> str:
    return "\n".join(pages().values())


def words_of(command: object, before: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Return every command that can be given, word by word."""
    below = getattr(command, "commands", {})
    if not below:
        return {before}
    return {found for word, one in below.items() for found in words_of(one, (*before, word))}
