"""What is said for machines: images, composed processes and units start what there is, hardened."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.cli import app
from app.settings import Settings

OPS = Path(__file__).parent.parent / "ops"
UNITS = sorted((OPS / "systemd").glob("*.service"))
COMPOSED: dict[str, Any] = yaml.safe_load((OPS / "container/compose.yaml").read_text())
OURS = {name: one for name, one in COMPOSED["services"].items() if name != "postgres"}
CONTAINER = (OPS / "container/Containerfile").read_text()

#: What every unit refuses itself. Source: systemd.exec(5).
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "UMask": "0077",
}


def commands() -> set[str]:
    """Return the commands that there are."""
    found = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    return {name.replace("_", "-") for name in found}


def unit(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    found.optionxform = lambda option: option  # type: ignore[method-assign,assignment]
    found.read(path)
    return found


def test_a_hub_is_composed_of_two_apis_a_bot_two_workers_and_who_migrates() -> None:
    assert {name: one["command"] for name, one in OURS.items()} == {
        "migrate": ["migrate"],
        "api-1": ["api"],
        "api-2": ["api"],
        "bot": ["bot"],
        "worker-1": ["worker"],
        "worker-2": ["worker"],
    }
    assert {one["command"][0] for one in OURS.values()} <= commands()


@pytest.mark.parametrize("name", OURS)
def test_what_is_composed_is_nobody_special_and_writes_nowhere_else(name: str) -> None:
    service = OURS[name]

    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


@pytest.mark.parametrize("name", OURS)
def test_who_serves_waits_for_the_schema_and_is_watched(name: str) -> None:
    service = OURS[name]
    if service["command"] == ["migrate"]:
        assert service["healthcheck"] == {"disable": True}
        return

    assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert "http://127.0.0.1:8400/readyz" in service["healthcheck"]["test"][-1]


def test_the_image_is_nobody_special_listens_at_the_port_there_is_and_is_watched() -> None:
    port = Settings.model_fields["port"].default

    assert CONTAINER.rindex("\nUSER 10001:10001\n") < CONTAINER.index("\nENTRYPOINT")
    assert f"\nEXPOSE {port}\n" in CONTAINER
    assert f"http://127.0.0.1:{port}/readyz" in CONTAINER
    assert 'ENTRYPOINT ["python", "-m", "app"]' in CONTAINER
    assert "--require-hashes" in CONTAINER


def test_every_setting_that_is_named_exists() -> None:
    texts = [CONTAINER, (OPS / "container/compose.yaml").read_text()]
    texts += [path.read_text() for path in UNITS]
    named = {one.lower() for text in texts for one in re.findall(r"GREENLIGHT_(\w+)", text)}

    assert named
    assert named <= Settings.model_fields.keys()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_what_there_is_hardened(path: Path) -> None:
    service = unit(path)["Service"]
    words = service["ExecStart"].split()

    assert words[1:3] == ["-m", "app"]
    assert words[3] in commands()
    assert {name: service[name] for name in HARDENED} == HARDENED
    assert service["User"] == "greenlight"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_every_word_of_a_unit(path: Path, tmp_path: Path) -> None:
    # What it starts is not on this machine, and systemd looks whether it is.
    there = path.read_text().replace("/opt/greenlight/bin/python", "/bin/true")
    name = path.name.replace("@", "@8401")
    (tmp_path / name).write_text(there)
    asked = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(tmp_path / name)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stderr

    assert [line for line in said.splitlines() if name in line or str(tmp_path) in line] == []
