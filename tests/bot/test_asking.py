"""What `/campaign new` offers, to whom, and what it says where something is missing."""

from dataclasses import replace

import pytest
import structlog

from bot.fake import Fault
from bot.fake.model import View
from bot.gathered import choices
from domain.actor import Role
from domain.catalog import service as catalog
from domain.catalog.model import Asset, AssetKind, Brand
from domain.database import sql
from domain.people import accounts
from domain.people import service as people
from domain.requests import reading
from tests.bot.office import TEAM, Office
from tests.bot.reading import lines
from tests.bot.test_commands import entries, given
from tests.world import ROOT, square, tone, upload


@pytest.fixture
async def rival(desk: Office) -> Brand:
    """A second brand, with files of its own."""
    world = desk.world
    brand = await catalog.add_brand(world.hub, ROOT, "Rival Roasters")
    manager = await world.actor("manager")
    await upload(world.hub, manager, brand.id, AssetKind.AUDIO, tone(5))
    await upload(world.hub, manager, brand.id, AssetKind.IMAGE, square(640))
    return brand


async def test_only_brands_one_may_submit_for_are_offered(desk: Office, rival: Brand) -> None:
    world = desk.world
    only = await people.add_user(world.hub, ROOT, name="Only", email="only@hub.example.com")
    await people.grant_role(
        world.hub, ROOT, only.id, Role.REQUESTER, brand_id=world.brand_id, market="DE"
    )
    await accounts.link_identity(world.hub, ROOT, TEAM, desk.account("stranger"), only.id, "test")
    await given(desk, "stranger", "new")
    shown = str(form(desk, "stranger").blocks)

    assert "For Sample Roasters" in shown
    assert rival.name not in shown
    assert "DE Germany" in shown
    assert "FR France" not in shown


async def test_who_may_submit_for_several_brands_chooses_one_first(
    desk: Office, rival: Brand
) -> None:
    await given(desk, "requester", "new")
    offered = str(form(desk, "requester").blocks)
    await desk.clicks.submit(TEAM, desk.account("requester"), chosen(desk.world.brand_id))
    after = form(desk, "requester")
    asked = await desk.clicks.submit(TEAM, desk.account("requester"), entries(desk, "900"))
    again = await desk.clicks.repeat(desk.clicks.sent[-1])
    actor = await desk.world.actor("requester")

    assert rival.name in offered
    assert "sample.wav" not in offered
    assert "For Sample Roasters" in str(after.blocks)
    assert str(after.blocks).count("sample.wav") == 1
    assert asked.ok
    assert again.ok
    assert await reading.count(actor, reading.Where(mine=True)) == 1


async def test_a_part_of_the_name_narrows_the_brands(desk: Office, rival: Brand) -> None:
    await given(desk, "requester", "new rival")
    await given(desk, "requester", "new nobody's")

    assert "For Rival Roasters" in str(form(desk, "requester").blocks)
    assert "No brand you may ask for has “nobody's” in its name." in said(desk, "requester")


async def test_more_brands_than_a_menu_holds_ask_for_a_part_of_the_name(desk: Office) -> None:
    for number in range(100):
        await catalog.add_brand(desk.world.hub, ROOT, f"Brand {number:03}")
    await given(desk, "requester", "new")
    await given(desk, "requester", "new brand 00")

    assert "There are 101 brands to choose from." in said(desk, "requester")
    assert len(await desk.looks_for("requester", "brand_id", "brand 009")) == 1


@pytest.mark.parametrize(("kind", "what"), [("audio", "audio file"), ("image", "image")])
async def test_where_a_file_is_missing_it_says_what_to_do(
    desk: Office, kind: str, what: str
) -> None:
    await sql.execute("UPDATE assets SET state = 'refused' WHERE kind = $1", kind)
    outcome = await given(desk, "requester", "new")

    assert outcome.ok
    assert f"Sample Roasters has no {what} that you may use." in said(desk, "requester")
    assert f"“createUpload” of the API (kind {kind.upper()})" in said(desk, "requester")


async def test_where_a_brand_has_no_files_the_form_says_so(desk: Office) -> None:
    bare = await catalog.add_brand(desk.world.hub, ROOT, "Bare Roasters")
    await given(desk, "requester", "new")
    refused = await desk.clicks.submit(TEAM, desk.account("requester"), chosen(bare.id))

    assert "has no audio file" in refused.entry_errors["brand_id"]


async def test_of_many_files_those_with_the_words_are_offered(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hold_many(desk, monkeypatch)
    await given(desk, "requester", "new")
    account = desk.account("requester")
    await desk.clicks.submit(TEAM, account, {"files": {"value": "take 17"}})

    found = await desk.looks_for("requester", "audio_asset_id", "take 17")
    others = await desk.looks_for("requester", "audio_asset_id", "take 200")

    assert len(found) == 11
    assert others == []
    assert "sample.png" in str(form(desk, "requester").blocks)


async def test_words_that_no_file_has_are_said_at_the_form(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hold_many(desk, monkeypatch)
    await given(desk, "requester", "new")
    account = desk.account("requester")
    refused = await desk.clicks.submit(TEAM, account, {"files": {"value": "nothing"}})

    assert "no audio file with “nothing” in its name" in refused.entry_errors["brand_id"]


async def test_a_form_slack_refuses_is_logged_and_told(desk: Office) -> None:
    desk.clicks.fake.faults.add("views.open", Fault.refused("invalid_arguments"))
    with structlog.testing.capture_logs() as logged:
        outcome = await given(desk, "requester", "new")

    assert outcome.ok
    assert "Slack did not take" in said(desk, "requester")
    assert [(e["event"], e["code"]) for e in logged] == [("slack_refused", "invalid_arguments")]


async def test_a_form_submitted_while_slack_does_not_answer_can_be_submitted_again(
    desk: Office,
) -> None:
    await given(desk, "requester", "new")
    await sql.execute("DELETE FROM chat_identities")
    desk.clicks.fake.faults.add("users.info", Fault.lost_before())
    account = desk.account("requester")
    refused = await desk.clicks.submit(TEAM, account, entries(desk, "900"))
    again = await desk.clicks.submit(TEAM, account, entries(desk, "900"))

    assert "Slack did not take" in str(refused.entry_errors)
    assert again.ok


async def test_a_click_slack_does_not_follow_is_told(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    desk.clicks.fake.faults.add("views.open", Fault.refused("expired_trigger_id"))
    outcome = await desk.click("brand_one", "CBRAND", "stage.reject")

    assert outcome.ok
    assert "(expired_trigger_id)" in desk.whispers("brand_one")[0].replace("\u02cd", "_")


@pytest.mark.parametrize("fault", [Fault.refused("not_enabled"), Fault.broken()])
async def test_a_home_slack_refuses_is_told_directly(desk: Office, fault: Fault) -> None:
    desk.clicks.fake.faults.add("views.publish", fault)
    outcome = await desk.clicks.open_home(TEAM, desk.account("manager"))
    direct = [m for place in desk.home.messages if place.startswith("D") for m in desk.shown(place)]

    assert outcome.ok
    assert "Slack did not take" in direct[0].text


async def test_where_slack_takes_not_even_a_whisper_the_click_still_ends_well(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    for method in ("chat.postEphemeral", "chat.postMessage"):
        desk.clicks.fake.faults.add(method, Fault.refused("fatal_error"))
    outcome = await desk.click("legal_one", "CBRAND", "stage.approve")

    assert outcome.ok


def chosen(brand_id: str) -> dict[str, dict[str, object]]:
    return {"brand_id": {"value": brand_id}}


def form(desk: Office, who: str) -> View:
    return desk.home.modals[desk.account(who)][-1]


def said(desk: Office, who: str) -> str:
    account = desk.account(who)
    held = [m for found in desk.home.messages.values() for m in found if m.only_for == account]
    return lines(held[-1].blocks)[0] if len(held) == 1 else str([lines(m.blocks) for m in held])


async def hold_many(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the brand have two hundred more audio files, without making each."""
    actor = await desk.world.actor("requester")
    held = await choices.files_of(actor, desk.world.brand_id)
    sound = next(file for file in held if file.kind is AssetKind.AUDIO)
    pictures = [file for file in held if file.kind is AssetKind.IMAGE]
    more = [replace(sound, id=f"ast_{n}", name=f"take {n}.wav") for n in range(201)]

    async def many(*_: object) -> list[Asset]:
        return [*more, *pictures]

    monkeypatch.setattr(choices, "files_of", many)
