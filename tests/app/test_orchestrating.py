"""Orchestration as an operator meets it, on the command line."""

import json
from pathlib import Path

import pytest

from tests.app.test_commands import SECRETS
from tests.app.test_executors import OPENTEXT
from tests.nursery import run


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        ("orchestrate nope", SECRETS, "no kind `nope`"),
        ("orchestrate campaign opentext", SECRETS, "GREENLIGHT_OPENTEXT_URL"),
        ("export bpmn nope", SECRETS, "neither a kind nor a request `nope`"),
        ("export bpmn #12", SECRETS, "neither a kind nor a request `#12`"),
        ("doctor", OPENTEXT | {"GREENLIGHT_OPENTEXT_WORKFLOW_URL": "http://x.example"}, "https://"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    folder: Path, words: str, env: dict[str, str], said: str
) -> None:
    done = run(folder, *words.split(), **env)

    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_kind_is_given_away_and_the_doctor_looks_at_it(folder: Path) -> None:
    given = run(folder, "orchestrate", "campaign", "opentext", "--process-key", "ads", **OPENTEXT)
    shown = run(folder, "orchestrate", "campaign", **OPENTEXT)
    other = run(folder, "orchestrate", "case", **OPENTEXT)
    doctor = run(folder, "doctor", **OPENTEXT)
    report = json.loads(run(folder, "doctor", "--json", **OPENTEXT).stdout)

    assert given.stdout == "campaign: opentext from now on (process `ads`).\n", given.stderr
    assert "campaign: opentext since " in shown.stdout
    assert other.stdout == "case: embedded\n"
    assert "campaign: led by process `ads`" in doctor.stdout
    assert "needs a person: OpenText Workflow Service cannot be reached" in doctor.stdout
    assert report["orchestration"]["mirrored"] == 0
    assert "a-secret-of-ours" not in doctor.stdout + doctor.stderr


def test_nothing_is_apart_where_nothing_is_mirrored(folder: Path) -> None:
    done = run(folder, "opentext", "drift", **OPENTEXT)
    as_json = run(folder, "opentext", "drift", "--repair", "--json", **OPENTEXT)

    assert (done.returncode, done.stdout) == (0, "Nothing is apart.\n"), done.stderr
    assert json.loads(as_json.stdout) == {"drift": [], "repaired": 0}


def test_a_kinds_route_is_written(folder: Path) -> None:
    done = run(folder, "export", "bpmn", "campaign", **SECRETS)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<definitions ')
    assert '<process id="greenlight_campaign" name="Campaign"' in done.stdout
