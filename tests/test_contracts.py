"""The walls: who may import re
import whom."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_walls_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


#: Names of XML's vocabularies look like addresses, and nobody goes there.
NAMESPACE = re.compile(r'"http://(www\.)?(omg|w3|flowable)\.org/[^"]*"')


def test_the_domain_does_not_speak_of_protocols() -> None:
    words = ("graph" + "ql", "sl" + "ack", "ht" + "tp")
    said = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in (ROOT / "src/domain").rglob("*.py")
        for word in words
        if word in NAMESPACE.sub("", path.read_text().lower()).replace("https", "")
    ]

    assert said == []
