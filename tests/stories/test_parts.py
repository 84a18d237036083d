"""The list of stories and the tests that tell them belong together."""

import re
from pathlib import Path

from tests.stories.__main__ import outcomes, parts
from tests.stories.conftest import ALWAYS_APART

HERE = Path(__file__).parent


def told_in(file: Path) -> list[str]:
    return re.findall(r"^async def (test_\w+)", file.read_text(), re.MULTILINE)


def test_every_test_of_a_story_is_one_of_its_parts() -> None:
    listed = {
        f"test_{story.lower()}_{part}"
        for story, of_it in parts().items()
        for part in of_it["parts"]
    }
    written = {name for file in HERE.glob("test_[wdc]*.py") for name in told_in(file)}

    assert len(parts()) == 23
    assert written
    assert written <= listed


def test_no_part_is_kept_from_one_process_on_sqlite_or_from_five_processes() -> None:
    limited = [
        (file.name, ways)
        for file in HERE.glob("*.py")
        for ways in re.findall(r'parametrize\("way", \[(.*?)\]', file.read_text())
    ]

    assert limited
    assert [
        one for one in limited if not {'"sqlite"', '"processes"'} <= {*one[1].split(", ")}
    ] == []


def test_what_always_runs_apart_is_there() -> None:
    written = {name for file in HERE.glob("test_*.py") for name in told_in(file)}

    assert written >= ALWAYS_APART


def test_a_part_counts_for_each_way_by_all_its_cases() -> None:
    found = outcomes(
        [
            ("test_w2_a[sqlite]", "passed"),
            ("test_w2_a[postgres]", "failed"),
            ("test_w2_b[sqlite-x]", "passed"),
            ("test_w2_b[sqlite-y]", "failed"),
            ("test_w2_c[postgres]", "skipped"),
            ("test_w2_a[processes]", "passed"),
            ("test_w2_b[processes-x]", "failed"),
        ]
    )

    assert found["sqlite"]["passed"] == {"test_w2_a"}
    assert found["sqlite"]["failed"] == {"test_w2_b"}
    assert found["postgres"]["passed"] == set()
    assert found["postgres"]["skipped"] == {"test_w2_c"}
    assert found["processes"]["passed"] == {"test_w2_a"}
