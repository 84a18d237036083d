"""A team that wants to hear of none of its alerts for some time, by a form and by the schema."""

from datetime import timedelta
from typing import Any

import pytest

from domain.audit import service as audit
from domain.people import membership
from domain.people import records as people
from domain.thresholds import desk as told
from domain.thresholds import reminding, team_silences
from domain.thresholds.team_silences import AHEAD_MAX
from tests.api.door import door
from tests.bot.alerted import BAD, PLACE, alerts, opened, said, shows, staffed, watched
from tests.bot.days import to
from tests.bot.office import Office, text_of
from tests.conftest import START
from tests.world import ROOT

SILENCE = """mutation($input: SilenceTeamInput!) { done: silenceTeam(input: $input) {
  silences { team { key } until note saidBy }
  errors { ... on UserError { code message path } } } }"""
END = """mutation($input: UnsilenceTeamInput!) { done: unsilenceTeam(input: $input) {
  silences { team { key } } errors { ... on UserError { code message path } } } }"""
LASTING = "{ teamSilences { team { key } until note saidBy at } }"

#: When silences of these tests end that nobody ends.
LATER = START + timedelta(days=5)


async def team_id() -> str:
    (team,) = (await people.teams_by_key([told.TEAM])).values()
    return team.id


async def by_schema(desk: Office, who: str, query: str, **given: Any) -> dict[str, Any]:
    input_ = {"teamId": await team_id()} | given
    done: dict[str, Any] = (await (await door(desk.world, who)).data(query, input=input_))["done"]
    return done


async def silenced(desk: Office, until: Any = LATER, who: str = "brand_one") -> dict[str, Any]:
    return await by_schema(desk, who, SILENCE, until=until.isoformat(), note="Everybody is away.")


async def test_a_team_silences_itself_by_the_form_of_a_card_and_ends_that_by_a_click(
    desk: Office,
) -> None:
    await opened(desk)
    (other,) = await shows(desk, "Other")
    await desk.click("brand_one", PLACE, "alert.silence")
    await desk.submit("brand_one", whose=await team_id(), days="7", note="Everybody is away.")
    await desk.work()
    (card,) = desk.shown(PLACE)
    hushed = text_of(card)
    await said(desk, BAD, other)
    silently = len(desk.shown(PLACE))
    await desk.click("brand_two", PLACE, "alert.unsilence_team")
    for _ in range(3):
        to(desk, desk.world.hub.clock.now() + timedelta(seconds=5))
        await desk.work()
    first, digest, second = desk.shown(PLACE)

    assert "Performance hears of none of its alerts until" in hushed
    assert "says Brand One: Everybody is away." in hushed
    assert silently == 1
    assert "hears of none" not in text_of(first)
    assert "Opened: Other: Plays fell." in text_of(digest)
    assert "Other: Plays fell" in text_of(second)
    trail = await audit.trail(await team_id())
    assert [one.act for one in trail][-2:] == [team_silences.SILENCED, team_silences.UNSILENCED]


async def test_at_the_end_one_digest_says_what_happened_and_cards_say_it_no_more(
    desk: Office,
) -> None:
    await staffed(desk)
    first, second = await shows(desk, "Beans", "Other")
    await watched(desk)
    await said(desk, BAD, first)
    await silenced(desk, START + timedelta(days=1))
    await said(desk, BAD, second)
    # Said anew, it lasts longer, and so does what it keeps.
    done = await silenced(desk)
    to(desk, START + timedelta(days=2))
    await desk.work()
    early, shown = len(desk.shown(PLACE)), text_of(desk.shown(PLACE)[0])
    for seconds in range(0, 25, 5):
        to(desk, LATER + timedelta(seconds=seconds))
        await desk.work()
    card, digest, _ = desk.shown(PLACE)

    assert done["silences"] == [
        {
            "team": {"key": told.TEAM},
            "until": LATER.isoformat(),
            "note": "Everybody is away.",
            "saidBy": "Brand One",
        }
    ]
    assert (early, "hears of none" in shown) == (1, True)
    assert "hears of none" not in text_of(card)
    assert "1 alert while nobody was told" in text_of(digest)
    assert (await (await door(desk.world, "manager")).data(LASTING))["teamSilences"] == []
    assert [sum(t["what"] == "DIGEST" for t in one["told"]) for one in await alerts(desk)] == [1, 0]


async def test_nobody_of_a_silent_team_is_reminded(desk: Office) -> None:
    await opened(desk)
    await silenced(desk)
    for days in range(1, 4):
        to(desk, START + timedelta(days=days, hours=3))
        await reminding.look(desk.world.hub, None)  # type: ignore[arg-type]
        await desk.work()

    assert desk.thread(PLACE) == []


async def test_only_its_people_and_admins_say_when_a_team_hears_of_nothing(desk: Office) -> None:
    await staffed(desk)
    unknown = await by_schema(
        desk, "requester", SILENCE, until=LATER.isoformat(), note="x", teamId="tem_none"
    )
    strange = await silenced(desk, who="requester")
    manager = await silenced(desk, who="manager")
    admin = await silenced(desk, who="admin")
    seen = [
        len((await (await door(desk.world, who)).data(LASTING))["teamSilences"])
        for who in ("brand_two", "manager", "requester")
    ]
    ended = [await by_schema(desk, who, END) for who in ("manager", "admin", "admin")]

    assert [one["errors"][0]["code"] for one in (unknown, strange, manager)] == [
        "no_such_team",
        "no_such_team",
        "no_such_team",
    ]
    assert admin["errors"] == []
    assert seen == [1, 1, 0]
    assert [[e["code"] for e in one["errors"]] for one in ended] == [
        ["no_such_team"],
        [],
        ["team_not_silenced"],
    ]


async def test_the_form_offers_a_team_to_its_own_people_alone(desk: Office) -> None:
    await opened(desk)
    await desk.click("brand_one", PLACE, "alert.silence")
    own = str(desk.form("brand_one"))
    await desk.click("manager", PLACE, "alert.silence")
    other = str(desk.form("manager"))

    assert "All alerts of Performance" in own
    assert "All alerts of" not in other
    assert "For how long?" in other


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"note": " "}, ["note"]),
        ({"note": "x" * 501}, ["note"]),
        ({"until": (START - timedelta(hours=1)).isoformat()}, ["until"]),
        ({"until": (START + AHEAD_MAX + timedelta(days=1)).isoformat()}, ["until"]),
    ],
)
async def test_a_silence_takes_a_reason_and_an_end(
    desk: Office, changes: dict[str, str], path: list[str]
) -> None:
    await staffed(desk)
    given = {"until": LATER.isoformat(), "note": "Everybody is away."} | changes
    done = await by_schema(desk, "brand_one", SILENCE, **given)

    assert [one["path"] for one in done["errors"]] == [path]


async def test_another_team_hears_of_its_alerts_all_the_same(desk: Office) -> None:
    await staffed(desk)
    (show,) = await shows(desk, "Beans")
    other = await membership.add_team(desk.world.hub, ROOT, "audio", "Audio")
    await membership.add_member(desk.world.hub, ROOT, other.id, desk.world.people["brand_two"])
    await watched(desk)
    done = await by_schema(
        desk, "brand_two", SILENCE, until=LATER.isoformat(), note="Away.", teamId=other.id
    )
    await said(desk, BAD, show)

    assert done["errors"] == []
    assert len(desk.shown(PLACE)) == 1
