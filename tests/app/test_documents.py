"""`greenlight documents check`: what would be refused is said before a front end is released."""

import hashlib
import json
from pathlib import Path

from typer.testing import CliRunner

from app.cli import app


def manifest(folder: Path, *texts: str) -> str:
    path = folder / "manifest.json"
    path.write_text(json.dumps({hashlib.sha256(one.encode()).hexdigest(): one for one in texts}))
    return str(path)


def test_a_manifest_that_this_version_answers_passes(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["documents", "check", manifest(tmp_path, "{ brands { id } }")])

    assert found.exit_code == 0
    assert "1 documents, 0 of them would be refused" in found.stdout


def test_each_document_that_would_be_refused_is_named_with_the_reason(tmp_path: Path) -> None:
    deep = "{ brands { id " + "@include(if: true) " * 200 + "} }"
    path = manifest(tmp_path, "{ brandz { id } }", "{ brands {", deep, "{ brands { id } }")
    found = CliRunner().invoke(app, ["documents", "check", path, "--json"])
    said = json.loads(found.stdout)

    assert (found.exit_code, said["documents"]) == (1, 4)
    assert sorted(" ".join(reasons)[:20] for reasons in said["refused"].values()) == [
        "Cannot query field '",
        "Syntax Error: Expect",
        "This operation asks ",
    ]
