"""Where alerts are told: many at once, late sources, who has no channel, in which language."""

from datetime import timedelta

from domain.actor import Role
from domain.catalog import service as catalog
from domain.database import sql
from domain.jobs import service as jobs
from domain.people import languages
from domain.people import service as people
from domain.thresholds import announcing, reminding
from tests.bot.alerted import (
    BAD,
    PLACE,
    alerts,
    below,
    opened,
    said,
    settled,
    shows,
    staffed,
    used,
    watched,
)
from tests.bot.days import to
from tests.bot.office import TEAM, Office, text_of
from tests.conftest import START
from tests.world import ROOT


async def test_many_that_open_at_once_are_one_message_with_a_menu_on_each_line(
    desk: Office,
) -> None:
    await staffed(desk)
    every = await shows(desk, *(f"Show {number}" for number in range(6)))
    await watched(desk)
    await said(desk, BAD, *every)
    (first,) = desk.shown(PLACE)
    headline, menus = text_of(first), [one for one in first.blocks if "accessory" in one]
    third = next(one for one in await alerts(desk) if one["id"] in str(menus[2]))
    await used(desk, "brand_one", "alert.menu", f"{third['id']}:acknowledge")
    await used(desk, "brand_one", "alert.menu", f"{third['id']}:week")
    await used(desk, "brand_one", "alert.menu", f"{third['id']}:unsnooze")
    await used(desk, "brand_one", "alert.menu", f"{third['id']}:resolved")
    await desk.work()
    await said(desk, {3: "130", 2: "130"}, every[0])
    await settled(desk)
    (second,) = desk.shown(PLACE)

    assert "6 alerts opened together" in headline
    assert len(menus) == 6
    assert len([one for one in second.blocks if "accessory" in one]) == 5
    assert first.ts == second.ts
    assert "Snoozed until it is resolved" in text_of(second)
    assert [one.rpartition(": ")[2] for one in below(desk)] == [
        "Brand One looks after it.",
        "Brand One snoozed it until 2026-11-28 09:00 UTC.",
        "Brand One ended the snooze.",
        "Brand One snoozed it until it is resolved.",
        "was 80, corrected to 130.",
    ]
    assert {one["told"][0]["outcome"] for one in await alerts(desk)} == {"DELIVERED"}


async def test_a_source_that_is_late_is_one_message(desk: Office) -> None:
    await staffed(desk)
    every = await shows(desk, *(f"Show {number}" for number in range(6)))
    await watched(desk)
    await said(desk, {5: "120", 4: "120"}, *every)
    (card,) = desk.shown(PLACE)

    assert "Another source is late" in text_of(card)
    assert "Nothing has come of 19 Nov 2026 or later" in text_of(card)


async def test_who_is_told_of_an_alert_without_a_channel_is_told_alone_and_by_mail(
    desk: Office,
) -> None:
    hub = desk.world.hub
    await staffed(desk, place=None)
    await sql.execute(
        "DELETE FROM chat_identities WHERE user_id = $1", desk.world.people["brand_two"]
    )
    (show,) = await shows(desk, "Beans")
    await watched(desk)
    await said(desk, BAD, show)
    (alert,) = await alerts(desk)

    assert desk.told("brand_one") == ["Beans: Plays fell. Warning: figures are bad."]
    (mail,) = desk.box.mails
    assert mail.to == "brand_two@hub.example.com"
    assert "Plays: 80, target at least 100." in mail.text
    assert sorted((one["way"], one["outcome"], one["reason"]) for one in alert["told"]) == [
        ("CHANNEL", "FAILED", "no_place"),
        ("DIRECT", "DELIVERED", None),
        ("EMAIL", "DELIVERED", None),
    ]
    assert hub.clock.now() == START


async def test_many_alerts_of_a_team_without_a_channel_are_one_message_and_one_mail_for_each(
    desk: Office,
) -> None:
    hub, mailed = desk.world.hub, desk.world.people["brand_two"]
    await staffed(desk, place=None)
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", mailed)
    names = [f"Show {number}" for number in range(announcing.GROUP_MIN)]
    brand = await catalog.add_brand(hub, ROOT, "Elsewhere")
    for who in ("brand_one", "brand_two"):
        user_id = desk.world.people[who]
        await sql.execute("DELETE FROM roles WHERE user_id = $1", user_id)
        await people.grant_role(hub, ROOT, user_id, Role.REVIEWER, brand_id=desk.world.brand_id)
    other = (await catalog.add_show(hub, ROOT, "Not theirs", brand.id, "en")).id
    await watched(desk)
    await said(desk, BAD, *await shows(desk, *names), other)
    (alert, *_) = found = await alerts(desk)
    held = [one for some in desk.home.messages.values() for one in some]
    (card,) = [one for one in held if "opened together" in one.text]
    (mail,) = desk.box.mails

    assert len(found) == announcing.GROUP_MIN + 1
    assert desk.told("brand_one") == [card.text]
    assert card.text.startswith("5 alerts opened together.")
    assert all(f"{name}: Plays fell" in text_of(card) for name in names)
    assert "Not theirs" not in text_of(card)
    assert all(f"{name}: Plays fell" in mail.text for name in names)
    assert "Not theirs" not in mail.text
    assert alert["told"]


async def test_a_channel_that_takes_nothing_is_made_up_for_by_its_people(desk: Office) -> None:
    await staffed(desk)
    desk.home.channels[PLACE].is_archived = True
    (show,) = await shows(desk, "Beans")
    await watched(desk)
    await said(desk, BAD, show)
    (alert,) = await alerts(desk)

    assert desk.shown(PLACE) == []
    assert len(desk.told("brand_one")) == len(desk.told("brand_two")) == 1
    assert [(one["outcome"], one["reason"]) for one in alert["told"]] == [
        ("FAILED", "is_archived"),
        ("DELIVERED", None),
        ("DELIVERED", None),
    ]


async def test_what_nobody_looks_after_is_said_thrice_and_then_by_week(desk: Office) -> None:
    show = await opened(desk)
    for hours in range(0, 24 * 11, 6):
        to(desk, START + timedelta(hours=hours))
        await reminded(desk)
    listed = desk.shown(PLACE)[1:]
    await desk.click("brand_one", PLACE, "alert.acknowledge", 0)
    for hours in range(24 * 11, 24 * 18, 6):
        to(desk, START + timedelta(hours=hours))
        await reminded(desk)

    said_below = [one for one in below(desk, 0) if one.startswith("Nobody")]
    assert said_below == ["Nobody looks after it yet; it is so since 19 Nov 2026."] * 3
    # The reminders were on Sunday, Monday and Tuesday: the list is that of the Monday after.
    assert [text_of(one).count(show) for one in listed] == [0]
    assert "1 alert waits for somebody" in text_of(listed[0])
    assert len(desk.shown(PLACE)) == 2
    (alert,) = await alerts(desk)
    assert len([one for one in alert["told"] if one["what"] == "REMINDER"]) == 3


async def reminded(desk: Office) -> None:
    """Look who is to be reminded, as an hour does."""
    hub, kind = desk.world.hub, reminding.KIND
    key = f"{kind}:{hub.clock.now().isoformat()}"
    await jobs.ask(hub.wake, hub.clock.now(), key=key, kind=kind, lane=kind, details={})
    await desk.work()


async def test_cards_speak_the_language_of_their_channel(desk: Office) -> None:
    await languages.set_of_workspace(desk.world.hub, ROOT, TEAM, "de")
    await opened(desk)
    (card,) = desk.shown(PLACE)

    assert "Warnung: Die Werte sind schlecht" in text_of(card)
    assert "mindestens 100" in text_of(card)
