"""Executors and foreign tables as an operator meets them, on the command line."""

import json
from pathlib import Path

import pytest

from tests.app.test_commands import SECRETS
from tests.nursery import run

OPENTEXT = SECRETS | {
    "GREENLIGHT_OPENTEXT_URL": "http://127.0.0.1:1",
    "GREENLIGHT_OPENTEXT_TENANT": "sample",
    "GREENLIGHT_OPENTEXT_CLIENT_ID": "client",
    "GREENLIGHT_OPENTEXT_CLIENT_SECRET": "a-secret-of-ours",
}


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        ("executor nope", SECRETS, "no table `nope`"),
        ("executor campaign_stages opentext", SECRETS, "GREENLIGHT_OPENTEXT_URL"),
        ("doctor", OPENTEXT | {"GREENLIGHT_OPENTEXT_TENANT": ""}, "OPENTEXT_TENANT"),
        ("doctor", OPENTEXT | {"GREENLIGHT_OPENTEXT_URL": "http://x.example"}, "https://"),
        ("doctor", OPENTEXT | {"GREENLIGHT_OPENTEXT_SECONDS": "0"}, "OPENTEXT_SECONDS"),
        ("dmn import broken.otdt", {}, "it is no JSON. Export it again"),
        ("dmn import binary.otdt", {}, "is no text"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    folder: Path, words: str, env: dict[str, str], said: str
) -> None:
    (folder / "broken.otdt").write_text("{")
    (folder / "binary.otdt").write_bytes(b"\xff\xfe")
    done = run(folder, *words.split(), **env)

    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_table_is_given_away_and_the_doctor_looks_at_it(folder: Path) -> None:
    given = run(
        folder, "executor", "campaign_stages", "shadow", "--decision-key", "who", **OPENTEXT
    )
    shown = run(folder, "executor", "campaign_stages", **OPENTEXT)
    doctor = run(folder, "doctor", **OPENTEXT)
    report = json.loads(run(folder, "doctor", "--json", **OPENTEXT).stdout)

    assert given.stdout == "campaign_stages: shadow from now on (decision `who`).\n", given.stderr
    assert "campaign_stages: shadow, `who` not asked yet (asked 0, failed 0" in shown.stdout
    assert "needs a person: OpenText Decision Service cannot be reached" in doctor.stdout
    assert report["executors"]["tables"][0]["decision_key"] == "who"
    assert "a-secret-of-ours" not in doctor.stdout + doctor.stderr


def test_a_table_is_written_for_flowable(folder: Path) -> None:
    done = run(folder, "dmn", "export", "campaign_stages", "--as", "flowable", **SECRETS)

    assert done.returncode == 0, done.stderr
    assert "budget != null &amp;&amp; budget &gt;= " in done.stdout


def test_a_foreign_table_becomes_one_that_decides(folder: Path) -> None:
    column = {"id": "i", "type": "number", "variableId": "amount", "label": "Amount"}
    output = {"id": "o", "type": "string", "variableId": "who", "label": "Who"}
    rule = {"i_operator": ">", "i_expression": "1000", "o": "line_managers"}
    table = {"key": "approvals", "hitIndicator": "FIRST", "rules": [rule]}
    found = {**table, "inputExpressions": [column], "outputExpressions": [output]}
    (folder / "approvals.otdt").write_text(json.dumps({"data": found}))
    (folder / "facts.json").write_text('{"amount": 1001}')
    (folder / "approvals.dmn").write_text(run(folder, "dmn", "import", "approvals.otdt").stdout)
    words = ("decide", "approvals", "--facts", "facts.json", "--dmn", "approvals.dmn")

    assert "line_managers" in run(folder, *words).stdout
