"""The dashboard, the rules and the runbooks speak of figures, commands and names that exist."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from app.cli import app
from app.settings import Settings

ROOT = Path(__file__).parents[3]
RUNBOOKS = sorted(
    path for path in (ROOT / "docs/runbooks").glob("*.md") if path.name != "README.md"
)
DASHBOARD: dict[str, Any] = json.loads((ROOT / "ops/grafana/greenlight.json").read_text())
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "ops/prometheus/alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]

#: Functions, words and labels of Prometheus' own language.
_LANGUAGE = frozenset(
    {"sum", "max", "min", "by", "le", "rate", "topk", "histogram_quantile", "up", "job", "instance"}
)

#: A row of the table of figures: name, labels, meaning.
_ROW = re.compile(r"^\| `([a-z_]+)` \|(.*?)\| (.*) \|$", re.MULTILINE)


def figures() -> dict[str, set[str]]:
    """Return the labels of each documented figure, by every name that it is asked for by."""
    text = (ROOT / "docs/operations.md").read_text()
    found: dict[str, set[str]] = {}
    for name, labels, said in _ROW.findall(text):
        held = set(re.findall(r"`(\w+)`", labels))
        found[name] = held
        if "histogram" in said or "count and sum" in said:
            found |= {f"{name}_{part}": held | {"le"} for part in ("bucket", "count", "sum")}
    return found


def wrong_with(expression: str) -> list[str]:
    """Return the names in a query that are neither figures, nor their labels, nor the language."""
    known = figures()
    bare = re.sub(r'"[^"]*"|\$\w+|\[[^]]*\]', "", expression)
    words = set(re.findall(r"[a-zA-Z_]\w*", bare))
    asked = words & known.keys()
    labels = set().union(*(known[name] for name in asked))
    return sorted(words - asked - labels - _LANGUAGE)


@pytest.mark.parametrize("panel", DASHBOARD["panels"], ids=lambda panel: str(panel["title"]))
def test_each_panel_asks_for_figures_that_exist(panel: dict[str, Any]) -> None:
    assert panel["targets"]
    for target in panel["targets"]:
        assert wrong_with(target["expr"]) == []
        assert "greenlight_" in target["expr"] or "process_" in target["expr"]


def test_the_dashboard_is_one() -> None:
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    places = [(p["gridPos"]["x"], p["gridPos"]["y"]) for p in DASHBOARD["panels"]]

    assert DASHBOARD["schemaVersion"] >= 36
    assert len(set(ids)) == len(ids)
    assert len(set(places)) == len(places)
    assert all(p["datasource"]["uid"] == "${source}" for p in DASHBOARD["panels"])
    assert [one["name"] for one in DASHBOARD["templating"]["list"]] == ["source"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_each_rule_asks_for_figures_that_exist_and_leads_to_a_runbook(rule: dict[str, Any]) -> None:
    assert wrong_with(rule["expr"]) == []
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"].endswith(".")
    runbook = ROOT / rule["annotations"]["runbook_url"]
    assert rule["alert"] in runbook.read_text()


def test_a_query_for_what_does_not_exist_is_found() -> None:
    assert wrong_with('rate(greenlight_nothing_total{door="x"}[5m])') == [
        "door",
        "greenlight_nothing_total",
    ]


@pytest.mark.parametrize("path", RUNBOOKS, ids=lambda path: str(path.stem))
def test_a_runbook_is_one_screen_and_names_what_exists(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) <= 40
    for part in ("**Seen by**", "**Look**", "**Do**", "**Afterwards**"):
        assert part in text
    for said in re.findall(r"`greenlight ([^`]+)`", text):
        assert is_command(said.split()), said
    for name in re.findall(r"greenlight_[a-z_]+", text):
        assert name in figures()
    for name in re.findall(r"GREENLIGHT_([A-Z_]+)", text):
        assert name.lower() in Settings.model_fields
    for link in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (path.parent / link).exists()
    for verb in re.findall(r"`([a-z]+[A-Z]\w+)`", text):
        assert re.search(rf"^  {verb}\(", (ROOT / "schema.graphql").read_text(), re.MULTILINE), verb


def test_every_runbook_is_listed() -> None:
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (ROOT / "docs/runbooks/README.md").read_text())

    assert sorted(listed) == [path.name for path in RUNBOOKS]


def is_command(words: list[str]) -> bool:
    """Whether `greenlight` knows a command with the options that are named."""
    known: Any = typer.main.get_command(app)  # Of a click of typer's own.
    while words and words[0] in getattr(known, "commands", ()):
        known = known.commands[words.pop(0)]
    options = {name for parameter in known.params for name in parameter.opts}
    return not hasattr(known, "commands") and all(
        word in options for word in words if word.startswith("--")
    )


def test_a_command_that_does_not_exist_is_found() -> None:
    assert is_command(["audit", "verify"])
    assert is_command(["doctor", "--connect"])
    assert not is_command(["audit"])
    assert not is_command(["heal"])
    assert not is_command(["doctor", "--heal"])
