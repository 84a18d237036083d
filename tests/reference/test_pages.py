"""docs/reference says what the code says: nothing is missing there, and nothing made up."""

import re
from pathlib import Path

import pytest
import typer
from pydantic import ValidationError

from app.cli import app
from app.reference import commands, errors, events, failing, next_steps
from app.reference.examples import ANSWERS, EXAMPLES
from app.reference.next_steps import STEPS
from app.reference.pages import pages, write
from app.reference.setting_meanings import MEANINGS, REFUSED
from app.reference.tree import Tree
from app.reference.values import HOLE
from app.settings import Settings
from domain.webhooks.model import Happening

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "docs/reference"
LINE = typer.main.get_command(app)
PAGES = pages(LINE)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_would_be_written_now(name: str) -> None:
    assert (WRITTEN / name).read_text() == PAGES[name](), "run `make reference`"


def test_only_pages_that_are_written_are_there() -> None:
    assert {path.name for path in WRITTEN.iterdir()} == set(PAGES)


def test_a_page_is_written_only_where_it_differs(tmp_path: Path) -> None:
    made = {"one.md": lambda: "# One\n", "two.md": lambda: "# Two\n"}
    write(tmp_path, made)
    (tmp_path / "two.md").write_text("# Otherwise\n")

    assert write(tmp_path, made) == ["two.md"]


def test_every_setting_has_a_meaning_and_no_other_has() -> None:
    assert set(MEANINGS) == set(Settings.model_fields)
    assert set(REFUSED) <= set(Settings.model_fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("front_url", "https://front.example.com/requests"),
        ("slack_app_token", "xoxb-1"),
        ("database_pool", "0"),
        ("graphql_profile", "closed"),
    ],
)
def test_what_a_setting_is_said_to_refuse_is_refused(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"GREENLIGHT_{name.upper()}", value)

    with pytest.raises((ValidationError, ValueError)):
        Settings()


def test_every_command_has_an_example_and_no_other_has() -> None:
    assert set(EXAMPLES) == {name for name, _ in commands.every(LINE)}


def test_the_example_of_every_command_is_taken_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, command in commands.every(LINE):
        words = list(EXAMPLES[name])
        for word in words:
            if re.fullmatch(r"[\w/]+\.[a-z.]+", word):
                (tmp_path / word).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / word).touch()
        command.make_context(name, words)


def test_every_command_that_answers_programs_says_with_what() -> None:
    answering = {
        name
        for name, one in commands.every(LINE)
        if any("--json" in given.opts for given in one.params)
    }

    assert set(ANSWERS) == answering


def test_every_code_of_the_source_stands_on_the_page_and_no_other() -> None:
    page = (WRITTEN / "errors.md").read_text()
    listed = set(re.findall(r"^\| `([^`]+)` \|", page.partition("## By code")[2], re.MULTILINE))
    found = {code for code in errors.collected() if "{" not in code and HOLE not in code}

    assert listed == found
    assert len(found) > 500


def test_a_code_that_stands_in_the_source_as_a_word_is_found() -> None:
    raised = re.compile(
        r"\b(?:Invalid|Missing|Forbidden|Conflict|Busy|Upstream)\(\s*\"([a-z][a-z_]+)\"",
        re.MULTILINE,
    )
    source = [
        path for path in (ROOT / "src").rglob("*.py") if not {"fake", "reference"} & {*path.parts}
    ]
    plain = {code for path in source for code in raised.findall(path.read_text())}

    assert plain - set(errors.collected()) == set()
    assert len(plain) > 400


def test_every_code_that_is_composed_or_handed_on_is_said_to_be_so() -> None:
    found = errors.collected()

    assert {code for code in found if "{" in code} == set(failing.FAMILIES)
    assert found[HOLE].places == set(failing.OTHERS)


def test_every_code_says_what_to_do_next() -> None:
    found = errors.collected()

    whole = {code for code in found if "{" not in code and HOLE not in code}

    assert whole - set(STEPS) == set(), "say in src/app/reference/next_steps.py what to do next"
    assert set(STEPS) - whole == set(), "no door answers so any more: take it out there"
    assert next_steps.twice() == set()
    assert {kind for one in found.values() for kind in one.kinds} <= set(failing.NEXT)


def test_the_page_gives_the_next_step_of_every_code() -> None:
    page = (WRITTEN / "errors.md").read_text().partition("## By code")[2]
    told = dict(re.findall(r"^\| `([^`]+)` \|.*\| ([^|]+) \| [^|]+ \|$", page, re.MULTILINE))

    assert told == dict(STEPS)


def test_every_event_of_the_source_stands_on_the_page_and_no_other() -> None:
    page = (WRITTEN / "events.md").read_text()
    listed = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))

    assert listed == set(events.names())
    assert len(listed) > 250


def test_every_event_that_is_composed_is_said_to_be_so() -> None:
    unknown = {
        place
        for act, one in events.collected().items()
        if HOLE in act or "{" in act
        for place in one.places
    }

    assert unknown == set(events.COMPOSED)


def test_every_event_for_webhooks_stands_on_its_page() -> None:
    page = (WRITTEN / "webhook-events.md").read_text()

    assert set(re.findall(r"^\| `[A-Z_]+` \| `([^`]+)`", page, re.MULTILINE)) == {*Happening}


def test_a_code_is_found_by_a_parameter_a_row_and_a_class_below(tmp_path: Path) -> None:
    domain = tmp_path / "domain"
    domain.mkdir()
    (domain / "errors.py").write_text((ROOT / "src/domain/errors.py").read_text())
    (domain / "shop.py").write_text(
        "from domain.errors import Invalid, Upstream\n"
        "class Late(Upstream):\n"
        "    def __init__(self, who):\n"
        "        super().__init__(f'{who}_late', 'Wait.')\n"
        "def refuse(code, name):\n"
        "    raise Invalid(code, f'Give `{name}`.')\n"
        "def look():\n"
        "    refuse('no_bread', 'bread')\n"
        "    for code, said in (('cold', 'Warm it.'), ('hot', 'Cool it.')):\n"
        "        raise Invalid(code, said)\n"
        "    raise Late('baker')\n"
    )

    found = errors.collected(Tree(tmp_path))

    assert {
        code: one.sentences for code, one in found.items() if code != "database_unavailable"
    } == {
        "no_bread": {"Give `bread`."},
        "cold": {"Warm it."},
        "hot": {"Cool it."},
        "baker_late": {"Wait."},
    }
