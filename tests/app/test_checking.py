"""What `greenlight doctor` finds beside jobs and processes: each by its code, with its cure."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import SecretStr

from app.doctor import checking
from app.doctor.attending import health
from app.findings import CURES
from app.settings import Settings
from domain.actor import Scope
from domain.audit import service as audit
from domain.campaigns.halts import records as halts
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs import restored
from domain.jobs import service as jobs
from domain.people import tokens
from domain.requests.submit import submit
from domain.secrets import Secrets
from tests.app.test_backing_up import WRITER
from tests.ports import port_of, reserved
from tests.world import World


class Usage(NamedTuple):
    total: int
    used: int
    free: int


async def found(hub: Hub, settings: Settings | None = None, **more: Any) -> dict[str, str]:
    """Return what is found, as it is said, by code."""
    looked = await checking.look(hub, settings or Settings(), connect=more.get("connect", False))
    return {one.code: one.said for one in looked}


async def test_a_quiet_hub_has_nothing_to_be_found(hub: Hub) -> None:
    assert await found(hub) == {}


def test_every_cure_is_a_sentence_that_says_what_to_do() -> None:
    assert all(len(cure.split()) > 3 for cure in CURES.values())


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"slack_client_id": "1"}, "GREENLIGHT_SLACK_CLIENT_SECRET"),
        ({"smtp_host": "mail.example.com"}, "GREENLIGHT_SMTP_SENDER"),
        ({"spotify_ad_account": "1"}, "GREENLIGHT_SPOTIFY_CLIENT_ID"),
        ({"graphql_documents": Path("nowhere.json")}, "nowhere.json"),
        (
            {"spotify_web_client_id": "1", "public_url": "http://hub.example.com"},
            "GREENLIGHT_PUBLIC_URL",
        ),
    ],
)
def test_settings_that_belong_together_are_named(given: dict[str, Any], named: str) -> None:
    (one,) = checking.of_settings(Settings(**given))

    assert one.code == "setting"
    assert named in one.said


def test_a_full_disk_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 0, 1 << 20))
    low = checking.of_disks(Settings(files=tmp_path / "not/there/yet"))

    assert {one.code for one in low} == {"disk_low"}
    assert low[0].said.startswith("1 MiB are free where files are kept")


async def test_a_record_that_nobody_signs_is_told_of(hub: Hub, clock: SteppingClock) -> None:
    async with transaction():
        await audit.record(clock.now(), WRITER, "note.made", "notes", {})
    clock.advance(checking.ANCHOR_AGE_MAX + timedelta(seconds=1))
    unsigned = await found(hub)
    await audit.anchor(clock.now(), hub.secrets)

    assert unsigned == {"anchor_old": "the record is not signed since 2026-11-21 09:00 UTC"}
    assert await found(hub) == {}


async def test_a_record_that_was_signed_with_another_secret_is_told_of(hub: Hub) -> None:
    await audit.anchor(hub.clock.now(), Secrets.of("another secret, as long as this one"))

    assert set(await found(hub)) == {"secret_differs"}


async def test_a_token_that_ends_within_a_week_is_named_and_makes_nobody_ill(
    world: World, clock: SteppingClock
) -> None:
    actor = await world.actor("admin")
    for name, days in (("report", 5), ("later", 60)):
        ends = clock.now() + timedelta(days=days)
        await tokens.issue_token(world.hub, actor, name, frozenset({Scope.READ}), ends)
    said, well = await health(world.hub, Settings(), connect=False, as_json=False)

    assert "soon: the token `report` of" in said
    assert "`later`" not in said
    assert well


async def test_campaigns_that_their_ad_account_keeps_from_running_are_counted(
    world: World,
) -> None:
    requester, now = await world.actor("requester"), world.hub.clock.now()
    for _ in range(2):
        request = await submit(world.hub, requester, "campaign", world.brief())
        await halts.put(request.id, "Spotify suspended the ad account", now)
    waiting = await found(world.hub)
    await sql.write("UPDATE requests SET state = 'live'")

    assert "ads_halted" not in waiting, "only what is followed counts"
    assert (await found(world.hub))["ads_halted"].endswith("(live campaigns: 2)")


async def test_jobs_that_a_restore_held_are_counted_by_kind(hub: Hub) -> None:
    now = hub.clock.now()
    for n in range(2):
        await jobs.ask(hub.wake, now, key=f"k{n}", kind="mail.send", lane="l", details={})
    async with transaction():
        await restored.hold({"audit.anchor"}, now)

    assert (await found(hub))["held_by_restore"].endswith("2 mail.send")
    said, _ = await health(hub, Settings(), connect=False, as_json=False)
    assert "given up" not in said
    assert "greenlight retry" not in said


async def test_a_clock_that_is_off_is_told_of(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    async def ahead(_: object) -> timedelta:
        return timedelta(seconds=-9)

    monkeypatch.setattr("app.doctor.checking.processes.ahead", ahead)

    assert "9.0 s off" in (await found(hub))["clock_skew"]


async def test_a_service_at_whose_door_nobody_answers_is_named_when_asked(hub: Hub) -> None:
    with reserved() as held:
        port = port_of(held)
        settings = Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_sender="a@example.com")
        quiet = await found(hub, settings)
        asked = await found(hub, settings, connect=True)

    assert quiet == {}
    assert asked["unreachable"].startswith(f"the mail server (127.0.0.1:{port})")


def test_every_code_stands_in_what_people_read() -> None:
    page = (Path(__file__).parents[2] / "docs/keeping.md").read_text(encoding="utf-8")

    assert [code for code in CURES if f"`{code}`" not in page] == []


async def test_no_secret_is_ever_printed(hub: Hub) -> None:
    secret = "never-to-be-seen"
    fields = [n for n, f in Settings.model_fields.items() if "SecretStr" in str(f.annotation)]
    given = dict.fromkeys(fields, SecretStr(secret)) | {"slack_app_token": SecretStr("xapp-1")}
    settings = Settings.model_construct(**Settings().model_dump() | given)
    for as_json in (True, False):
        said, _ = await health(hub, settings, connect=False, as_json=as_json)

        assert secret not in said


async def test_programs_are_given_code_weight_and_cure(hub: Hub) -> None:
    said, _ = await health(hub, Settings(slack_client_id="1"), connect=False, as_json=True)
    (one,) = json.loads(said)["findings"]

    assert (one["code"], one["weight"], one["cure"]) == ("setting", "now", CURES["setting"])


def test_what_is_set_by_a_name_that_is_nearly_a_settings_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GREENLIGHT_UNDO_SECOND", "5")
    monkeypatch.setenv("GREENLIGHT_TOKEN", "a front end's own")

    (one,) = checking.of_settings(Settings())

    assert one.said == "GREENLIGHT_UNDO_SECOND is no setting: GREENLIGHT_UNDO_SECONDS is"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "99999", "less than or equal to 65535"),
        ("ORIGINS", "https://app.example.com,notanurl", "`notanurl` is no origin"),
        ("PUBLIC_URL", "foo", "begin it with http://"),
        ("PUBLIC_URL", "https://hub.example.com:99999", "perhaps its port"),
        ("OTLP_URL", "collector:4318", "such as http://collector:4318"),
        ("OTLP_URL", "http://[::1", "such as http://collector:4318"),
        ("OTLP_URL", "http://collector:4318x", "perhaps its port"),
        ("SLACK_API_URL", "http://slack.example.com/api/", "unless it is on this machine"),
        ("SLACK_API_URL", "https://slack.com:0/api/", "perhaps its port"),
        ("ORIGINS", "https://app.example.com:99999", "is no origin"),
        ("FRONT_URL", "https://app.example.com:99999/{number}", "its port"),
        ("GRAPHQL_DOCUMENTS", "", "name a file"),
    ],
)
def test_an_address_that_can_be_none_is_refused_by_the_name_of_its_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"GREENLIGHT_{name}", value)
    with pytest.raises(Invalid) as refused:
        Settings.load()

    assert refused.value.message.startswith(f"GREENLIGHT_{name}: ")
    assert said in refused.value.message


def test_what_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """As compose files and units write what nobody filled in."""
    usual = {name: one.default for name, one in Settings.model_fields.items()}
    for name in usual.keys() - {"graphql_documents"}:
        monkeypatch.setenv(f"GREENLIGHT_{name.upper()}", "")

    loaded = Settings.load()
    found = {name: getattr(loaded, name) for name in usual}

    lists = {name: () for name, value in usual.items() if isinstance(value, tuple)}
    assert found == usual | lists
    assert {"origins", "spotify_insights"} <= lists.keys()
    assert Settings(slack_signing_secret=SecretStr("")).slack_signing_secret is None


@pytest.mark.parametrize(
    "url", ["https://user:word@c.example.com/v1/traces?key=1", "HTTP://collector:4318"]
)
def test_a_collector_may_have_more_in_its_address(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("GREENLIGHT_OTLP_URL", url)

    assert Settings.load().otlp_url == url
