"""While a threshold is silent nobody is told; one digest at the end says what happened."""

from datetime import timedelta

from domain.catalog import service as catalog
from domain.thresholds import announcing
from tests.api.door import door
from tests.bot.alerted import BAD, PLACE, alerts, said, shows, staffed, watched
from tests.bot.days import to
from tests.bot.office import Office, text_of
from tests.bot.test_commands import given
from tests.conftest import START
from tests.world import ROOT

#: The tests begin on a Saturday; without a calendar weekends end with it, in UTC.
MONDAY = START.replace(hour=0, minute=0) + timedelta(days=2)


async def silent(desk: Office, count: int) -> list[str]:
    """Have plays of shows fall on a silent day; return their ids."""
    await staffed(desk)
    found = await shows(desk, *(f"Show {number}" for number in range(count)))
    await watched(desk, quiet="WEEKENDS", critical="50")
    await said(desk, BAD, *found)
    return found


async def ended(desk: Office) -> None:
    """Let the silence end, and what follows be said in its turn."""
    for seconds in range(0, 25, 5):
        to(desk, MONDAY + timedelta(seconds=seconds))
        await desk.work()


async def test_what_opens_in_a_silence_is_open_and_told_to_nobody_until_one_digest_tells_it(
    desk: Office,
) -> None:
    assert START.weekday() == 5
    still, over = await silent(desk, 2)
    found, quiet = await alerts(desk), desk.shown(PLACE)
    await said(desk, {3: "130", 2: "130"}, over)
    await said(desk, {3: "40", 2: "40"}, still)
    silently = desk.shown(PLACE)
    await ended(desk)
    digest, card = desk.shown(PLACE)

    assert len(found) == 2
    assert quiet == silently == []
    assert "2 alerts while nobody was told" in text_of(digest)
    assert "Opened: Show 0: Plays fell. Critical: figures are bad." in text_of(digest)
    assert "Opened and over: Show 1: Plays fell. Resolved:" in text_of(digest)
    assert "Critical: figures are bad" in text_of(card)
    for one in await alerts(desk):
        whats = [told["what"] for told in one["told"]]
        assert whats.count("DIGEST") == 1


async def test_what_opened_in_a_silence_and_is_open_is_one_card_that_takes_clicks(
    desk: Office,
) -> None:
    await silent(desk, announcing.GROUP_MIN - 2)
    await ended(desk)
    _, card = desk.shown(PLACE)
    to(desk, MONDAY + timedelta(days=1))
    await desk.work()

    assert "3 alerts opened together" in text_of(card)
    assert len(desk.shown(PLACE)) == 2


async def test_of_what_was_open_before_a_silence_says_nothing_below_its_card(desk: Office) -> None:
    await staffed(desk)
    (show,) = await shows(desk, "Beans")
    to(desk, START + timedelta(days=3))
    await watched(desk, quiet="WEEKENDS", critical="50")
    values = {one - 3: value for one, value in BAD.items()}
    await said(desk, values, show)
    to(desk, START + timedelta(days=7))
    await said(desk, {-3: "40", -4: "40", -5: "40"}, show)
    below = desk.thread(PLACE)
    shown = text_of(desk.shown(PLACE)[0])
    to(desk, MONDAY + timedelta(days=7))
    await desk.work()
    digest = desk.shown(PLACE)[-1]

    assert "Critical: figures are bad" in shown
    assert below == []
    assert "Got worse: Beans: Plays fell. Critical: figures are bad." in text_of(digest)
    assert len(desk.shown(PLACE)) == 2


async def test_a_team_without_a_channel_is_told_a_digest_each_of_what_they_may_handle(
    desk: Office,
) -> None:
    await staffed(desk, place=None)
    found = await shows(desk, "Beans")
    await watched(desk, quiet="DAYS_OFF")
    day = [{"start": "09:00", "end": "17:00"}]
    hours = {"timeZone": "UTC", "week": [*[day] * 5, [], []]}
    query = """mutation($input: SetCalendarInput!) {
      setCalendar(input: $input) { errors { __typename } } }"""
    await (await door(desk.world, "admin")).data(query, input=hours)
    await said(desk, BAD, *found)
    silently = desk.told("brand_one")
    to(desk, MONDAY + timedelta(hours=9))
    await desk.work()

    assert silently == []
    assert any("1 alert while nobody was told" in one for one in desk.told("brand_one"))


async def test_whoever_asks_hears_what_a_silence_keeps_of_what_they_may_see(desk: Office) -> None:
    await given(desk, "manager", "alerts")
    await silent(desk, 1)
    brand = await catalog.add_brand(desk.world.hub, ROOT, "Elsewhere")
    other = await catalog.add_show(desk.world.hub, ROOT, "Other", brand.id, "en")
    await said(desk, BAD, other.id)
    await given(desk, "manager", "alerts")
    every = desk.whispers("manager")

    assert "Nothing happened while nobody was told." in every[0]
    assert "2 alerts while nobody was told" in every[-1]
