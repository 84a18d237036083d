"""C4: nothing of a title comes out before the days of its record, but by a manager's word."""

import io
from datetime import datetime, timedelta
from typing import Any

from connectors.onix.reader import Message
from domain.audit import service as audit
from domain.catalog.works.importing import Import
from domain.catalog.works.model import Origin
from domain.rights.model import Effect
from tests.connectors.onix.messages import message, record
from tests.stories.clearing_episodes import allowed, rights_of
from tests.stories.house import House
from tests.stories.outlets import opened
from tests.stories.sponsors import ERRORS
from tests.stories.test_c1_records import SEARCH, says_yes
from tests.stories.test_c4_master import asks, goes_out, is_asked, stands
from tests.stories.test_d4_episodes import alike
from tests.world import ROOT

DAY = 86_400
WAIVE = f"""mutation($input: WaiveEmbargoInput!) {{ done: waiveEmbargo(input: $input) {{
  request {{ id state }} {ERRORS} }} }}"""
EMBARGO = """query($id: ID!) { request(id: $id) { embargo { until days { role day said }
  waiver { byId reason } } } }"""
MARKET = f"""mutation($input: CreateMarketInput!) {{ done: createMarket(input: $input) {{
  {ERRORS} }} }}"""
OPENS = "query($id: ID!) { request(id: $id) { publication { opensAt } } }"
DATED = (
    "<PublishingDate><PublishingDateRole>{role}</PublishingDateRole>"
    "<Date dateformat='{form}'>{day}</Date></PublishingDate>"
)
REASON = "The author reads from it the week before, as agreed."


async def told(house: House, *days: tuple[str, str], form: str = "00") -> str:
    """Have the publisher tell of a title with days by role, anew or for the first time."""
    publishing = "".join(DATED.format(role=role, form=form, day=day) for role, day in days)
    whole = message(record(1, title="Night Train", publishing=publishing)).encode()
    read = Message(io.BytesIO(whole))
    digest = "".join(day for _, day in days).ljust(64, "f")[:64]
    taken = Import(house.world.hub, ROOT, Origin(read.sender, read.sent_at, "train.xml", digest))
    await taken.take(list(read))
    assert taken.aside == []
    data = await (await house.desk.front("requester")).data(SEARCH, text="Night Train")
    return next(str(e["node"]["id"]) for e in data["search"]["edges"] if e["kind"] == "TITLE")


async def embargo(house: House, request: dict[str, str], who: str = "manager") -> Any:
    data = await (await house.desk.front(who)).data(EMBARGO, id=request["id"])
    return data["request"]["embargo"]


async def test_c4_a_release_before_its_titles_days_is_held_until_a_manager_waives_it(
    house: House,
) -> None:
    title = await told(house, ("01", "20270101"), ("30", "20270115"))
    request = await goes_out(house, titleId=title)
    held, days = await stands(house, request), await embargo(house, request)
    given = {"requestId": request["id"], "reason": REASON}
    denied = await asks(house, WAIVE, who="requester", **given)
    silent = await asks(house, WAIVE, **given | {"reason": " "})
    done = await asks(house, WAIVE, **given)
    await house.desk.work(seconds=61)
    found, waived = await stands(house, request), await embargo(house, request)

    assert held["state"] == "APPROVED"
    assert held["trouble"].startswith(
        "This is held by its title's record: the title is under a streaming embargo until"
        " 2027-01-15 and is published on 2027-01-01, and this is to come out on 2026-12-01."
    )
    assert (days["until"], days["waiver"]) == ("2027-01-15", None)
    assert [(one["role"], one["day"]) for one in days["days"]] == [
        ("30", "2027-01-15"),
        ("01", "2027-01-01"),
    ]
    assert denied["errors"][0]["code"] == "not_allowed"
    assert silent["errors"][0]["code"] == "reason_missing"
    assert done["errors"] == []
    assert (found["state"], found["trouble"]) == ("PUBLISHED", None)
    assert "request.embargo_waived" in [one["act"] for one in found["auditTrail"]]
    assert waived["waiver"]["reason"] == REASON
    assert waived["waiver"]["byId"] is not None
    assert await audit.verify(house.world.hub.secrets) == []


@alike
async def test_c4_a_day_that_moves_is_followed_and_a_waiver_counts_for_the_days_it_was_given_for(
    house: House,
) -> None:
    title = await told(house, ("02", "20270101"))
    # Waived before anybody said yes: after that a worker may have it out before the day moves.
    request = await is_asked(house, titleId=title)
    waived = await asks(house, WAIVE, requestId=request["id"], reason=REASON)
    await told(house, ("02", "20270201"))
    await says_yes(house, request)
    await house.desk.work(seconds=61)
    later = await stands(house, request)
    await told(house, ("02", "20261125"))
    await house.desk.work(seconds=61)
    earlier = await stands(house, request)
    late = await asks(house, WAIVE, requestId=request["id"], reason=REASON)

    assert waived["errors"] == []
    assert later["state"] == "APPROVED"
    assert "sales embargo until 2027-02-01" in later["trouble"]
    assert (earlier["state"], earlier["trouble"]) == ("PUBLISHED", None)
    assert late["errors"][0]["code"] == "no_embargo"
    assert await embargo(house, request) is None


@alike
async def test_c4_an_embargo_that_is_told_after_the_hand_over_keeps_it_out_of_the_feed(
    house: House,
) -> None:
    async with opened(house) as outlets:
        await outlets.connect()
        await outlets.feed()
        title = await told(house, ("01", "20261001"))
        request = await goes_out(house, titleId=title, releasesOn=house.day(2))
        handed = await stands(house, request)
        await told(house, ("01", "20261001"), ("30", "20261128"))
        await house.desk.work(seconds=2 * DAY)
        held = await stands(house, request)
        await house.desk.work(seconds=6 * DAY)
        over = await stands(house, request)

    assert (handed["state"], handed["trouble"]) == ("PUBLISHED", None)
    assert held["state"] == "PUBLISHED"
    assert "streaming embargo until 2026-11-28" in held["trouble"]
    assert (over["state"], over["trouble"]) == ("LIVE", None)


@alike
async def test_c4_a_held_release_goes_on_by_itself_on_its_own_day_once_the_record_lets_it(
    house: House,
) -> None:
    title = await told(house, ("02", "20261203"))
    request = await goes_out(house, titleId=title, releasesOn=house.day(2))
    await told(house, ("02", "20261203"), ("30", "20261124"))
    await house.desk.work(seconds=2 * DAY)
    on_its_day = await stands(house, request)
    await told(house, ("02", "20261120"))
    await house.desk.work(seconds=5)
    found = await stands(house, request)

    assert on_its_day["state"] == "APPROVED"
    assert "sales embargo until 2026-12-03" in on_its_day["trouble"]
    assert (found["state"], found["trouble"]) == ("PUBLISHED", None)


@alike
async def test_c4_a_held_release_whose_own_day_is_over_goes_back_for_another_day(
    house: House,
) -> None:
    title = await told(house, ("02", "20261203"))
    request = await goes_out(house, titleId=title, releasesOn=house.day(2))
    await house.desk.work(seconds=3 * DAY)
    found = await stands(house, request)

    assert found["state"] == "CHANGES_REQUESTED"


@alike
async def test_c4_what_opens_before_its_titles_day_began_in_the_west_opens_as_that_begins(
    house: House,
) -> None:
    west = {"code": "ES", "name": "Spain", "currency": "EUR", "timeZone": "Atlantic/Canary"}
    made = await (await house.desk.front("admin")).data(MARKET, input=west)
    day = house.day(9)
    async with opened(house) as outlets:
        await outlets.connect()
        await outlets.feed()
        title = await told(house, ("01", day.replace("-", "")))
        free = await goes_out(house, releasesOn=day, markets=["DE", "ES"])
        request = await goes_out(house, titleId=title, releasesOn=day, markets=["DE", "ES"])
        front = await house.desk.front("manager")
        opens = [
            (await front.data(OPENS, id=one["id"]))["request"]["publication"]["opensAt"]
            for one in (free, request)
        ]

    assert made["done"]["errors"] == []
    assert opens[0] < opens[1]
    assert opens[1].startswith(f"{day}T00:00:00")


@alike
async def test_c4_where_a_release_is_closed_no_day_is_waited_for(house: House) -> None:
    far = {"code": "CA", "name": "Canada", "currency": "CAD", "timeZone": "Pacific/Honolulu"}
    made = await (await house.desk.front("admin")).data(MARKET, input=far)
    eve, day = house.day(8), house.day(9)
    async with opened(house) as outlets:
        await outlets.connect()
        await outlets.feed()
        title = await told(house, ("01", day.replace("-", "")))
        await rights_of(house.world, house.episode)
        await allowed(house.world, house.episode, "CA", effect=Effect.PROHIBIT)
        request = await goes_out(house, titleId=title, releasesOn=day, markets=["DE", "CA"])
        front = await house.desk.front("manager")
        opens = (await front.data(OPENS, id=request["id"]))["request"]["publication"]["opensAt"]
        until = datetime.fromisoformat(opens) - house.desk.clock.now()
        await house.desk.work(seconds=until.total_seconds() + 60)
        found = await stands(house, request)

    assert made["done"]["errors"] == []
    assert opens == f"{eve}T23:00:00+00:00"
    assert (found["state"], found["trouble"]) == ("LIVE", None)


async def test_c4_what_waits_for_its_titles_day_in_one_market_alone_says_until_when(
    house: House,
) -> None:
    west = {"code": "ES", "name": "Spain", "currency": "EUR", "timeZone": "Atlantic/Canary"}
    made = await (await house.desk.front("admin")).data(MARKET, input=west)
    day = house.day(1)
    late = datetime.fromisoformat(f"{day}T00:00:00Z") - timedelta(minutes=40)
    house.desk.clock.advance(late - house.desk.clock.now())  # In Germany that day has begun.
    title = await told(house, ("01", day.replace("-", "")))
    request = await goes_out(house, titleId=title, releasesOn=day, markets=["DE", "ES"])
    held = await stands(house, request)
    await house.desk.work(seconds=3_600)
    found = await stands(house, request)

    assert made["done"]["errors"] == []
    assert held["state"] == "APPROVED"
    assert held["trouble"] == (
        f"This is held by its title's record: the title is published on {day}, and that day has"
        f" not begun in every market of this yet. It goes on by itself at 00:00 UTC on"
        f" {day}."
    )
    assert (found["state"], found["trouble"]) == ("PUBLISHED", None)


@alike
async def test_c4_a_manager_waives_an_embargo_by_a_button_with_a_reason(house: House) -> None:
    async with house.desk.chat() as chat:
        title = await told(house, ("31", "202612"), form="01")
        request = await goes_out(house, titleId=title)
        place = chat.direct("requester")
        told_there = str(chat.shown(place)[-1].blocks)
        await chat.click("requester", place, "embargo.waive")
        refused = " ".join(chat.whispers("requester"))
        await chat.click("manager", place, "embargo.waive")
        await chat.submit("manager", reason=REASON)
        await house.desk.work(seconds=61)
        found, waived = await stands(house, request), await embargo(house, request)

    assert "until 2026-12-31" in told_there
    assert "Waive the embargo" in told_there
    assert "manager" in refused.lower()
    assert found["state"] == "PUBLISHED"
    assert waived["waiver"]["reason"] == REASON
