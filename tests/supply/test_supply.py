"""What is shipped may be shipped, is listed as it is, and an audit is never good by silence."""

import json
from importlib.metadata import version
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.supply import ROOT, pins
from tests.supply.auditing import FAULTY, SOUND, UNASKED, judged
from tests.supply.bom import written
from tests.supply.licences import licence_of, refused

#: Of the lock, what no machine that serves the hub installs: for Windows, and within browsers.
ELSEWHERE = {"colorama", "httpx2-jsfetch"}


@pytest.fixture(scope="module")
def bom() -> str:
    return written()


def test_every_licence_of_what_is_shipped_is_among_those_allowed() -> None:
    shipped = {pin.name for pin in pins() if pin.here}

    assert {name: wrong for name in shipped if (wrong := refused(licence_of(name)))} == {}
    assert {pin.name for pin in pins()} - shipped == ELSEWHERE


@pytest.mark.parametrize(
    "expression",
    ["GPL-3.0-only", "LGPL-2.1-or-later", "AGPL-3.0", "MIT AND GPL-2.0", "", "Proprietary"],
)
def test_what_is_not_on_the_list_is_refused(expression: str) -> None:
    assert refused(expression or "nothing said")


@pytest.mark.parametrize("expression", ["MIT", "GPL-2.0 OR MIT", "MPL-2.0 AND (Apache-2.0 OR MIT)"])
def test_of_several_licences_the_choice_is_ours(expression: str) -> None:
    assert not refused(expression)


def test_the_list_of_what_is_shipped_is_that_of_the_environment(bom: str) -> None:
    listed = {one["name"]: one["version"] for one in json.loads(bom)["components"]}

    assert listed == {pin.name: version(pin.name) for pin in pins() if pin.here}


def test_the_list_is_sound_and_tells_nothing_of_this_machine(bom: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bom) is None
    assert str(ROOT) not in bom
    assert "file:" not in bom
    assert "/simple/" not in bom
    assert all(one["licenses"][0]["expression"] for one in json.loads(bom)["components"])


def test_the_list_is_the_same_each_time(bom: str) -> None:
    assert written() == bom


ONE: dict[str, Any] = {"name": "one", "version": "1", "vulns": []}
BAD = ONE | {"vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
SKIPPED = {"name": "two", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("report", "code", "said"),
    [
        ({"dependencies": [ONE]}, SOUND, "1 audited"),
        ({"dependencies": [ONE, BAD]}, FAULTY, "PYSEC-1, mended in 2"),
        ({"dependencies": [ONE, SKIPPED]}, UNASKED, "NOT AUDITED: of 1 of 2"),
        ({"dependencies": [BAD, SKIPPED]}, FAULTY, "NOT AUDITED"),
        ({"dependencies": []}, UNASKED, "NOT AUDITED"),
        (None, UNASKED, "NOT AUDITED, nobody could be asked: no route"),
    ],
)
def test_an_audit_is_good_only_if_everything_was_answered_for(
    report: dict[str, Any] | None, code: int, said: str
) -> None:
    found, lines = judged(report, "no route")

    assert found == code
    assert said in "\n".join(lines)
