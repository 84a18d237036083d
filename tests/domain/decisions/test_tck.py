"""Models of the DMN technology compatibility kit, as they are published."""

from pathlib import Path
from typing import Any

import pytest

from domain.decisions.dmn import read
from domain.decisions.dmn.tck import Case, cases, failures

KIT = Path(__file__).parents[4] / "shared/data/dmn/tck"


def found() -> list[Any]:
    if not KIT.exists():
        reason = "the compatibility kit is not beside this checkout"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason))]
    return [pytest.param(case, id=str(case)) for case in cases(KIT)]


@pytest.mark.parametrize("case", found())
def test_the_kit_agrees(case: Case) -> None:
    assert case.results
    assert [*failures(case, read(case.model.read_bytes()))] == []
