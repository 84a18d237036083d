"""Slash commands, the form behind them, and the Home tab."""

import json

from bot.fake import Outcome
from bot.installing.manifest import SCOPES, manifest
from bot.installing.oauth import REDIRECT
from bot.limits import problems
from bot.listeners import events
from domain.requests import reading
from tests.bot.office import TEAM, Office
from tests.bot.shown import shown


async def given(desk: Office, who: str, text: str, command: str = "/campaign") -> Outcome:
    return await desk.clicks.command(TEAM, desk.account(who), "CBRAND", command, text)


async def test_help_is_given_without_being_known(desk: Office) -> None:
    await given(desk, "stranger", "help")

    assert "/campaign new" in desk.whispers("stranger")[0]


async def test_case_help_names_its_words(desk: Office) -> None:
    await given(desk, "manager", "help", "/case")

    assert "`/case resolve 12 words`" in desk.whispers("manager")[0]


async def test_the_list_shows_what_may_be_seen(desk: Office) -> None:
    await desk.asks(name="For everybody's eyes")
    await given(desk, "manager", "list")
    await given(desk, "agent", "list")

    assert "For everybody's eyes" in desk.whispers("manager")[0]
    assert "nothing yet" in desk.whispers("agent")[0]


async def test_show_finds_by_number_and_says_what_is_missing(desk: Office) -> None:
    request = await desk.asks()
    await given(desk, "manager", f"show {request.number}")
    await given(desk, "agent", f"show {request.number}")
    await given(desk, "manager", "show twelve")
    await given(desk, "manager", "show ²")

    assert request.title in desk.whispers("manager")[0]
    assert "no request" in desk.whispers("agent")[0]
    assert "Say which" in desk.whispers("manager")[1]
    assert "Say which" in desk.whispers("manager")[2]


async def test_a_campaign_is_asked_for_by_form(desk: Office) -> None:
    await given(desk, "requester", "new")
    refused = await desk.clicks.submit(TEAM, desk.account("requester"), entries(desk, "-5"))
    outcome = await desk.clicks.submit(TEAM, desk.account("requester"), entries(desk, "900"))
    actor = await desk.world.actor("requester")

    assert "amount" in refused.entry_errors
    assert outcome.ok
    assert await reading.count(actor, reading.Where(mine=True)) == 1


async def test_who_may_not_ask_gets_no_form(desk: Office) -> None:
    await given(desk, "auditor", "new")

    assert "may not submit request" in desk.whispers("auditor")[0]


async def test_home_shows_what_waits(desk: Office) -> None:
    await desk.asks(name="Look at me")
    await desk.clicks.open_home(TEAM, desk.account("brand_one"))
    home = desk.home.homes[desk.account("brand_one")]

    assert "Waiting for you: 1" in str(home.blocks)
    assert "Look at me" in str(home.blocks)


def test_everything_the_bot_can_show_is_within_slacks_limits() -> None:
    broken = {
        item["name"]: found
        for item in shown()
        if (found := problems(item["payload"], item["surface"]))
    }

    assert broken == {}
    assert len(shown()) >= 60


def test_everything_the_bot_can_show_is_small_enough_to_be_sent() -> None:
    """As it is sent, in every language, without exception."""
    large = {
        item["name"]: size
        for item in shown()
        if (size := len(json.dumps(item["payload"]).encode())) >= 12_000
    }

    assert large == {}


def test_the_manifest_names_one_address_everywhere() -> None:
    made = manifest("https://hub.example.com/")
    urls = {command["url"] for command in made["features"]["slash_commands"]}
    urls.add(made["settings"]["interactivity"]["request_url"])
    urls.add(made["settings"]["interactivity"]["message_menu_options_url"])

    assert urls == {"https://hub.example.com/slack/events"}


def test_the_manifest_for_socket_mode_names_no_address() -> None:
    made = manifest(None)
    by_host = manifest("https://hub.example.com")

    assert "url" not in json.dumps(made).lower()
    assert made["settings"]["socket_mode_enabled"] is True
    assert by_host["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["bot_events"]
    assert made["oauth_config"]["scopes"] == by_host["oauth_config"]["scopes"]


def test_the_manifest_names_the_way_back_its_own_links_and_what_it_hears_of() -> None:
    made = manifest("https://hub.example.com")
    heard = set(made["settings"]["event_subscriptions"]["bot_events"])

    assert made["oauth_config"]["redirect_urls"] == [f"https://hub.example.com{REDIRECT}"]
    assert made["features"]["unfurl_domains"] == ["hub.example.com"]
    assert heard == {*events._LISTENERS, "app_home_opened"}
    assert set(made["oauth_config"]["scopes"]["bot"]) == set(SCOPES)
    assert made["settings"]["token_rotation_enabled"]
    assert not manifest(None)["settings"]["token_rotation_enabled"]


def entries(desk: Office, amount: str) -> dict[str, dict[str, object]]:
    assets = desk.world.assets
    plain = {
        "name": "By form",
        "amount": amount,
        "starts_at": "2026-12-01",
        "ends_at": "2026-12-14",
        "advertiser": "Sample Roasters",
        "tagline": "Coffee that sings",
        "click_url": "https://roasters.example.com/spring",
        "markets": ["DE"],
        "currency": "EUR",
        "audio_asset_id": assets["audio"],
        "image_asset_id": assets["image"],
        "logo_asset_id": assets["logo"],
    }
    return {name: {"value": value} for name, value in plain.items()}


async def test_a_form_whose_answer_was_lost_asks_once(desk: Office) -> None:
    await given(desk, "requester", "new")
    await desk.clicks.submit(TEAM, desk.account("requester"), entries(desk, "900"))
    again = await desk.clicks.repeat(desk.clicks.sent[-1])
    actor = await desk.world.actor("requester")

    assert again.ok
    assert await reading.count(actor, reading.Where(mine=True)) == 1


async def test_a_form_offers_an_agency_its_own_files_only(desk: Office) -> None:
    await given(desk, "agent", "new")
    await given(desk, "rival", "new")

    assert desk.whispers("agent") == []
    assert "has no audio file" in desk.whispers("rival")[0]
