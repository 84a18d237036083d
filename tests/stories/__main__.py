"""`python -m tests.stories`: run the stories and print one line each."""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent


def passed_tests() -> set[str]:
    """Run every story and return the names of the tests that passed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", str(HERE)]
        subprocess.run([*command, f"--junitxml={report}"], check=False, capture_output=True)
        cases = ET.parse(report).iter("testcase")
        return {case.get("name", "") for case in cases if len(case) == 0}


def main() -> int:
    passed = passed_tests()
    stories = tomllib.loads((HERE / "parts.toml").read_text())
    whole = 0
    for story, told in stories.items():
        parts = told["parts"]
        good = sum(f"test_{story.lower()}_{part}" in passed for part in parts)
        whole += bool(parts) and good == len(parts)
        print(f"{story}  {told['title']}: {good} of {len(parts)} parts")
    print(f"{whole} of {len(stories)} stories")
    return 0


if __name__ == "__main__":
    sys.exit(main())
