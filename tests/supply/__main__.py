"""`make audit` and `make sbom`."""

import json
import subprocess
import sys
from pathlib import Path

from tests.supply import LOCK, ROOT
from tests.supply.auditing import judged
from tests.supply.bom import written


def audit() -> int:
    """Ask about everything in the lock; 0 only if everything was answered for, and well."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--disable-pip"),
            *("--require-hashes", "--format", "json", "--progress-spinner", "off"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = None
    code, lines = judged(report, (done.stderr.strip().splitlines() or [""])[-1])
    print("\n".join(lines))
    return code


def sbom(target: Path) -> int:
    """Write the list."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(written())
    print(f"{target} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(audit() if sys.argv[1] == "audit" else sbom(Path(sys.argv[2])))
