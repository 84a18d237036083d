"""What a card says of what is asked for, and of what a revision changed."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.gallery import gallery
from bot.ids import ActionId
from bot.limits import problems
from bot.messages.brief import changes
from bot.messages.card import stage_card
from bot.specimens.request import NOW, Specimen, Words
from domain.approvals.model import Choice, StageState
from domain.requests import outcomes
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.revise import revise
from tests.bot.office import TEAM, Office
from tests.bot.reading import lines
from tests.bot.shown import blocks

#: The most that may be written anywhere.
LENGTHS = {"title": 150, "tagline": 40, "advertiser": 25, "note": 1_000, "reason": 1_000}
MARKETS = tuple(f"{a}{b}" for a in "ABCDE" for b in "ABCDEF")


async def test_a_card_shows_what_is_approved(desk: Office) -> None:
    await desk.asks(note="The voice is cleared.\nUntil June.", category="alcohol")
    await desk.work()
    said = lines(desk.shown("CBRAND")[0].blocks)

    for expected in (
        "Requester",
        "Sample Roasters",
        "12,500.00 EUR",
        "28 Nov 2026 09:00 UTC to 12 Dec 2026 09:00 UTC",
        "18 to 44 years",
        "Awareness",
        "Alcohol",
        "• Tagline: Coffee that sings",
        "• Advertiser: Sample Roasters",
        "• Button: Learn more (German in AT, DE), to https://roasters.example.com/spring",
        "• Audio: sample.wav, 20.0 s",
        "• Companion image: sample.png, 640 x 640 pixels",
        "• Logo: sample.png, 640 x 640 pixels",
        "• Per market: AT 6,250.00 EUR, DE 6,250.00 EUR",
        "> The voice is cleared.",
        "> Until June.",
    ):
        assert expected in said


async def test_a_card_of_a_second_round_says_what_a_revision_changed(desk: Office) -> None:
    request = await desk.asks(budget={"amount": "11000", "currency": "EUR"})
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.REQUEST_CHANGES)
    answer = {"reason": {"value": "Longer, please."}}
    await desk.clicks.submit(TEAM, desk.account("brand_one"), answer)
    ends = (desk.world.hub.clock.now() + timedelta(days=28)).isoformat()
    wanted = desk.world.brief(budget={"amount": "7000", "currency": "EUR"}, ends_at=ends)
    await revise(desk.world.hub, await desk.world.actor("requester"), request.id, wanted)
    await desk.work()
    said = lines(desk.shown("CBRAND")[-1].blocks)

    assert said[1:4] == [
        "Changed since round 1",
        "• Budget: 11,000.00 EUR → 7,000.00 EUR",
        "• End: 12 Dec 2026 09:00 UTC → 19 Dec 2026 09:00 UTC",
    ]


async def test_changes_count_from_the_last_revision_the_round_before_showed(desk: Office) -> None:
    """Brand does not watch the budget, so its first round saw both amounts."""
    request = await desk.asks(budget={"amount": "11000", "currency": "EUR"})
    actor = await desk.world.actor("requester")
    wanted: dict[str, Any] = {"budget": {"amount": "12000", "currency": "EUR"}}
    last = {"budget": {"amount": "13000", "currency": "EUR"}}
    for more in ({}, {"tagline": "Coffee that hums"}, last):
        wanted |= more
        await revise(desk.world.hub, actor, request.id, desk.world.brief(**wanted))
    await desk.work()
    said = lines(desk.shown("CBRAND")[-1].blocks)

    assert said[1:4] == [
        "Changed since round 1",
        "• Budget: 12,000.00 EUR → 13,000.00 EUR",
        "• Tagline: Coffee that sings → Coffee that hums",
    ]


async def test_a_stage_that_opens_again_unrevised_says_that_nothing_changed(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    await outcomes.reopen(desk.world.hub, request.id, ["brand"], "Edited at the publisher.", {})
    await desk.work()
    said = lines(desk.shown("CBRAND")[-1].blocks)

    assert said[1] == "Nothing changed since round 1; it was opened again."
    assert "> Edited at the publisher." in said


@pytest.mark.parametrize("sign", ["x", "ß", "漢", "🎧", "&", '"'])
def test_the_longest_of_everything_fits_into_slacks_limits(sign: str) -> None:
    longest = {field.name: sign * LENGTHS.get(field.name, 120) for field in fields(Words)}
    address = f"https://roasters.example.com/{sign * 2_000}"[:2_000]
    words = Words(**{**longest, "click_url": address, "found": sign * 3_000})
    shown = gallery(Specimen(words, MARKETS))
    broken = {
        item["name"]: found
        for item in shown
        if (found := problems(item["payload"], item["surface"]))
    }

    assert broken == {}


@pytest.mark.parametrize("sign", ["x", "漢", "🎧"])
def test_the_most_that_can_change_and_be_said_of_it_fits_too(sign: str) -> None:
    """Everything is as long as it may be, was otherwise before, and twenty gave reasons."""
    drawn = Specimen(Words(**{field.name: sign * 3_000 for field in fields(Words)}), MARKETS)
    other = dict.fromkeys(("name", "note", "tagline", "click_url"), f"y{sign * 999}")
    other |= {f"{name}_asset_id": f"ast_{name}_before" for name in ("audio", "image", "logo")}
    before = drawn.brief(starts_at="2026-11-30T23:59:00Z").model_copy(update=other)
    stage = drawn.stage(StageState.OPEN, quorum=20, round_=2)
    votes = [replace(vote, round=2) for vote in drawn.votes(Choice.APPROVE, 20, reasons=True)]
    note = f"{sign * 999}!"
    dossier = drawn.dossier(stage, tuple(votes), ready=False, note=note, earlier=before)
    card = stage_card(replace(dossier, checks=dossier.checks * 5), stage, 2, NOW)

    assert problems(card, "message") == []
    assert "20 of 20 approvals, the latest 4:" in str(card)
    for fact in (
        "EF per 1,000 impressions, as Spotify suggests",
        "14 Dec 2026 23:59 UTC",
        "EF 416.66 EUR",
    ):
        assert fact in str(card)
    assert "• Start: 30 Nov 2026 23:59 UTC → 1 Dec 2026 00:00 UTC" in lines(card["blocks"])


def test_every_field_of_a_brief_is_told_when_it_changes() -> None:
    fixed = {"brand_id", "agency_id"}
    before, other = Specimen().brief(), _everything_else()
    rows = changes(before, other, {}, 100)
    same = set(CampaignBrief.model_fields) - fixed
    differing = {name for name in same if getattr(before, name) != getattr(other, name)}

    assert differing == same
    # Category and sensitive topic are told together; so is all the rest, one row each.
    assert len(rows) == len(same) - 1


def test_long_texts_that_differ_late_are_shown_from_there() -> None:
    before = Specimen().brief(note="a" * 500 + "before" + "b" * 100)
    after = Specimen().brief(note="a" * 500 + "after" + "b" * 100)
    (row,) = changes(before, after, {}, 60)

    assert row[1]["text"].startswith("…aaaaaaaaaabefore")
    assert row[3]["text"].startswith("…aaaaaaaaaaafter")


def _everything_else() -> CampaignBrief:
    return Specimen().brief(
        name="Autumn launch",
        objective="traffic",
        markets=("FR",),
        button_languages=({"market": "FR", "language": "fr"},),
        audience={"age_from": 21, "age_to": 44},
        budget={"amount": "1.00", "currency": "EUR"},
        starts_at="2026-12-02T00:00:00Z",
        ends_at="2026-12-20T00:00:00Z",
        advertiser="Others",
        tagline="Another line",
        call_to_action="get_info",
        click_url="https://other.example.com/",
        audio_asset_id="ast_1",
        image_asset_id="ast_2",
        logo_asset_id="ast_3",
        category="finance",
        sensitive_topic=True,
        note="Another note",
        episode_id="epi_1",
        heard=["podcast"],
        positions=["pre_roll"],
    )


def test_a_card_of_inventory_bought_at_spotify_shows_its_ad_and_that_it_is_not_for_sale() -> None:
    sold, unsold = (lines(blocks(f"sponsorship {name}")) for name in ("at Spotify", "not for sale"))
    ad = ("Inventory", "Tagline", "Advertiser", "Button", "Companion image", "Logo", "At Spotify")
    named = [line.removeprefix("• ").partition(":")[0] for line in sold]

    assert [label for label in ad if label not in named] == []
    (warned,) = [line for line in unsold if line not in sold]
    assert warned.startswith("Not for sale at Spotify as things stand")
