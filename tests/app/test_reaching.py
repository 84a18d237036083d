"""What `greenlight doctor` says of Slack: who calls whom, with what, and whether that is taken."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from app.doctor.attending import health
from app.settings import Settings
from tests.app.test_commands import SECRETS
from tests.bot.office import APP, office
from tests.nursery import run
from tests.world import World

SIGNED, TOKEN = SecretStr("a-signing-secret"), SecretStr(APP)


@pytest.fixture
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is set on this machine is none of these tests'."""
    for name in ("SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL"):
        monkeypatch.delenv(f"GREENLIGHT_{name}", raising=False)


async def doctor(world: World, *, connect: bool = False, **given: Any) -> tuple[str, Any]:
    """Return the line about Slack, and what programs are told of it."""
    settings = Settings(**given)
    said, well = await health(world.hub, settings, connect=connect, as_json=False)
    told = json.loads((await health(world.hub, settings, connect=connect, as_json=True))[0])
    assert APP not in said
    assert not (well and "needs a person" in said)
    (line,) = [line for line in said.splitlines() if "Slack: " in line]
    return line, told["slack"]


@pytest.mark.usefixtures("_no_settings")
async def test_a_hub_without_slack_says_how_to_connect_it(world: World) -> None:
    line, told = await doctor(world, connect=True)

    assert "not connected; set GREENLIGHT_SLACK_SIGNING_SECRET, or" in line
    assert (told["way"], told["app_token"], told["signing_secret"]) == ("none", False, False)


@pytest.mark.usefixtures("_no_settings")
async def test_by_http_slack_calls_and_is_not_asked(world: World) -> None:
    async with office(world) as desk:
        line, told = await doctor(
            world,
            connect=True,
            slack_signing_secret=SIGNED,
            slack_api_url=f"{desk.url}/api/",
        )

    assert line == "Slack: by HTTP, it calls /slack/events; a signing secret is set"
    assert (told["way"], told["opens"], told["problem"]) == ("http", None, None)


@pytest.mark.usefixtures("_no_settings")
async def test_by_socket_mode_slack_is_asked_only_if_that_is_wanted(world: World) -> None:
    line, told = await doctor(world, slack_app_token=TOKEN, slack_api_url="http://127.0.0.1:1/")

    assert "by Socket Mode; an app token is set; `--connect` asks" in line
    assert (told["way"], told["app_token"], told["opens"]) == ("socket_mode", True, None)


@pytest.mark.usefixtures("_no_settings")
async def test_a_good_token_would_open_a_socket_and_opens_none(world: World) -> None:
    async with office(world) as desk:
        line, told = await doctor(
            world,
            connect=True,
            slack_app_token=TOKEN,
            slack_signing_secret=SIGNED,
            slack_api_url=f"{desk.url}/api/",
        )
        links = desk.clicks.fake.sockets.links

    assert line == (
        "Slack: by Socket Mode; an app token is set, and Slack would open a socket;"
        " the signing secret is not used"
    )
    assert (told["opens"], told["problem"]) == (True, None)
    assert links == []


@pytest.mark.usefixtures("_no_settings")
async def test_a_token_that_slack_refuses_needs_a_person(world: World) -> None:
    async with office(world) as desk:
        given = {"slack_app_token": SecretStr("xapp-wrong"), "slack_api_url": f"{desk.url}/api/"}
        line, told = await doctor(world, connect=True, **given)

    assert line.startswith("needs a person: Slack: by Socket Mode: Slack refuses GREENLIGHT_SLACK")
    assert told["opens"] is False
    assert "connections:write" in told["problem"]
    assert "xapp-wrong" not in line


@pytest.mark.usefixtures("_no_settings")
async def test_that_slack_is_out_is_told_apart_from_a_wrong_token(world: World) -> None:
    given = {"slack_app_token": TOKEN, "slack_api_url": "http://127.0.0.1:1/"}
    line, told = await doctor(world, connect=True, **given)

    assert "Slack opens no socket" in line
    assert "refuses" not in line
    assert told["opens"] is False


def test_doctor_says_it_on_the_command_line(folder: Path) -> None:
    env = SECRETS | {
        "GREENLIGHT_SLACK_APP_TOKEN": "xapp-1",
        "GREENLIGHT_SLACK_API_URL": "http://127.0.0.1:1/",
    }
    plain, asked = run(folder, "doctor", **env), run(folder, "doctor", "--connect", **env)

    assert "Slack: by Socket Mode; an app token is set" in plain.stdout
    assert "needs a person: Slack: by Socket Mode: Slack opens no socket" in asked.stdout
    assert (plain.returncode, asked.returncode) == (0, 1)
