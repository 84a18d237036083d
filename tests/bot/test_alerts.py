"""Alerts in chat: one message each, edited as it changes, handled by clicks."""

from tests.bot.alerted import BAD, PLACE, alerts, said, shows, staffed, watched
from tests.bot.office import Office, text_of
from tests.bot.reading import lines


def below(desk: Office, index: int = -1) -> list[str]:
    """Return the first line of everything in the thread of a message."""
    return [lines(one.blocks)[0] for one in desk.thread(PLACE, index)]


async def opened(desk: Office) -> str:
    """Have plays of a show fall; return its id."""
    await staffed(desk)
    (show,) = await shows(desk, "Beans & *Beats*")
    await watched(desk)
    await said(desk, BAD, show)
    return show


async def test_an_alert_is_one_message_that_is_edited_and_says_below_what_happened(
    desk: Office,
) -> None:
    show = await opened(desk)
    (first,) = desk.shown(PLACE)
    words = text_of(first)
    await desk.click("brand_one", PLACE, "alert.acknowledge")
    await desk.work()
    (second,) = desk.shown(PLACE)
    held = text_of(second)
    await said(desk, {3: "130", 2: "130"}, show)
    (last,) = desk.shown(PLACE)

    for part in ("Beans & *Beats*: Plays fell", "Warning: figures are bad", "at least 100"):
        assert part in words
    assert "as of 21 Nov 2026, data complete to 19 Nov 2026" in words
    assert "nobody yet" in words
    assert "Brand One looks after it" in held
    assert "'alert.acknowledge'" not in held
    assert first.ts == second.ts == last.ts
    assert "was 80, corrected to 130" in text_of(last)
    assert below(desk) == ["Brand One looks after it.", "Resolved: was 80, corrected to 130."]
    (alert,) = await alerts(desk)
    assert (alert["handling"], alert["reason"]) == ("ACKNOWLEDGED", "RESTATED")
    assert [(one["what"], one["outcome"], one["place"]) for one in alert["told"]] == [
        ("CARD", "DELIVERED", PLACE),
        ("REPLY", "DELIVERED", PLACE),
        ("REPLY", "DELIVERED", PLACE),
    ]
