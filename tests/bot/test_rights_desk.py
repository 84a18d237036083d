"""The rights desk is told of ends: one message for each grant, drawn anew, or a mail; once each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.language import speaking
from bot.messages import endings
from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.database import sql
from domain.people import membership
from domain.rights import agreeing, service, watching
from domain.rights.agreements import Agreement
from domain.rights.desk import Ending
from domain.rights.ladder import Notice
from domain.rights.model import (
    Effect,
    Grant,
    Layer,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.territories import Area, area
from tests.bot.days import to
from tests.bot.office import TEAM, Office, text_of
from tests.world import ROOT

PLACE = "CRIGHTS"


async def opened(desk: Office, *, place: str | None = PLACE) -> datetime:
    """Set up the team that answers for rights; return now."""
    hub = desk.world.hub
    where = {"workspace_id": TEAM, "place": place} if place else {}
    team = await membership.add_team(hub, ROOT, "rights", "Rights desk", **where)
    await membership.add_member(hub, ROOT, team.id, desk.world.people["legal_one"])
    if place:
        members = list(desk.home.users)
        desk.home.add_channel("rights", "public", members, now=hub.clock.now(), id_=place)
    return hub.clock.now()


async def granted(desk: Office, now: datetime, days: float, **changes: object) -> Grant:
    """Have a narrator's reading permitted, for so many days from now on."""
    hub = desk.world.hub
    show = await catalog.add_show(hub, ROOT, "Beans", desk.world.brand_id, "en")
    made = await catalog.add_episode(hub, ROOT, show.id, "One *bean*", 1, None)
    value = Grant(
        id="",
        subject=Subject(SubjectKind.EPISODE, made.id),
        layer=Layer.NARRATOR,
        effect=Effect.PERMIT,
        scope=Scope(frozenset({Use.STREAM}), Area(), include=("DE", "AT")),
        window=Window(now, now + timedelta(days=days)),
        provenance=Provenance("A narrator"),
    )
    return await service.add(hub, ROOT, replace(value, **changes))  # type: ignore[arg-type]


async def told_of(about_id: str) -> list[int]:
    """Return the steps that the record says were told of, in order."""
    found = [one for one in await audit.trail(about_id) if one.act == "rights.notice_due"]
    return [int(one.details["days"]) for one in found]


async def test_the_desk_has_one_message_for_a_grant_that_is_drawn_anew(desk: Office) -> None:
    now = await opened(desk)
    value = await granted(desk, now, 40)
    await desk.work()
    quiet = list(desk.shown(PLACE))
    to(desk, now + timedelta(days=10))
    await desk.work()
    (first,) = desk.shown(PLACE)
    said = text_of(first)
    # The hub was away for two steps: the nearest is told, and no burst.
    to(desk, now + timedelta(days=34))
    for _ in range(2):
        await desk.work()
    (second,) = desk.shown(PLACE)
    to(desk, now + timedelta(days=41))
    await desk.work()
    (last,) = desk.shown(PLACE)

    assert quiet == []
    assert "Rights end within 30 days: One *bean*" in said
    assert "AT, DE" in said
    assert "a narrator's reading" in said
    assert second.ts == first.ts == last.ts
    assert "have it taken down now" in text_of(last)
    # An edit is noticed by nobody, so each further step is a line below the message.
    below = [text_of(one) for one in desk.thread(PLACE)]
    assert ["within 7 days" in below[0], "have ended" in below[1]] == [True, True]
    assert len(below) == 2
    assert await told_of(value.id) == [30, 7, 0]


async def test_a_new_end_counts_anew_and_the_old_one_is_told_no_more(desk: Office) -> None:
    now = await opened(desk)
    value = await granted(desk, now, 40)
    await service.end(desk.world.hub, ROOT, value.id, now + timedelta(days=20))
    to(desk, now + timedelta(days=6))
    await desk.work()
    (card,) = desk.shown(PLACE)
    to(desk, now + timedelta(days=10))
    await desk.work()

    assert "within 14 days" in text_of(card)
    assert await told_of(value.id) == [14]


async def test_what_is_carried_on_is_not_told(desk: Office) -> None:
    now = await opened(desk)
    value = await granted(desk, now, 40)
    window = Window(value.window.until, value.window.until + timedelta(days=400))
    await service.add(desk.world.hub, ROOT, replace(value, id="", window=window))
    to(desk, now + timedelta(days=41))
    await desk.work()

    assert desk.shown(PLACE) == []
    assert await told_of(value.id) == []


async def test_an_agreement_is_told_before_it_can_last_be_left_term_by_term(desk: Office) -> None:
    now = await opened(desk)
    value = await agreeing.add(
        desk.world.hub,
        ROOT,
        Agreement(
            id="",
            brand_id=desk.world.brand_id,
            name="Narrators",
            party="A studio",
            document="",
            starts_at=now,
            ends_at=now + timedelta(days=100),
            notice_count=60,
            renewal_months=12,
        ),
    )
    for days in (10, 40, 45):
        to(desk, now + timedelta(days=days))
        await desk.work()
    told = await told_of(value.id)
    # The next term can be left a year later.
    to(desk, now + timedelta(days=230))
    await desk.work()

    assert told == [30, 0]
    assert "Narrators" in text_of(desk.shown(PLACE)[0])
    assert await told_of(value.id) == [30, 0, 180]
    (open_,) = await sql.fetch(
        "SELECT key FROM jobs WHERE kind = 'rights.watch' AND state = 'open'"
    )
    assert value.id in open_["key"]


async def test_a_desk_without_a_place_is_told_by_mail(desk: Office) -> None:
    now = await opened(desk, place=None)
    await granted(desk, now, 40)
    to(desk, now + timedelta(days=10))
    for _ in range(2):
        await desk.work()
    (mail,) = desk.box.mails

    assert mail.to == "legal_one@hub.example.com"
    assert mail.subject == "Greenlight: Rights end within 30 days: One *bean*"
    assert "Where: AT, DE" in mail.text


async def test_older_grants_are_looked_after_too(desk: Office) -> None:
    now = await opened(desk)
    value = await granted(desk, now, 40)
    await sql.execute("DELETE FROM jobs WHERE kind = 'rights.watch'")
    await watching.watch_missing(desk.world.hub)
    await watching.watch_missing(desk.world.hub)
    rows = await sql.fetch("SELECT lane FROM jobs WHERE kind = 'rights.watch'")

    assert [row["lane"] for row in rows] == [f"rights:{value.id}"]


def test_the_desk_reads_its_own_language() -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    ending = Ending("grt_1", Notice.END, now, 30, None, frozenset({"DE"}), subject="One")
    with speaking("de", "Europe/Berlin"):
        letter = endings.letter(ending, "https://hub.example.com")

    assert letter.subject == "Greenlight: Rechte enden innerhalb von 30 Tagen: One"
    assert "Um: 01.01.2027 01:00 MEZ" in letter.text


@pytest.mark.parametrize(
    ("include", "exclude", "said", "in_german"),
    [
        (("DE", "GB-SCT"), (), "DE, GB-SCT", "DE, GB-SCT"),
        (("WORLD",), ("US-CA",), "the world without US-CA", "die Welt ohne US-CA"),
        (("WORLD",), ("US", "FR"), "the world without FR, US", "die Welt ohne FR, US"),
        (("WORLD",), (), "the world", "die Welt"),
    ],
)
def test_the_desk_is_told_where_with_the_parts_of_countries(
    include: tuple[str, ...], exclude: tuple[str, ...], said: str, in_german: str
) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    where = area(include, exclude)
    grant = Grant(
        id="grt_1",
        subject=Subject(SubjectKind.EPISODE, "eps_1"),
        layer=Layer.NARRATOR,
        effect=Effect.PERMIT,
        scope=Scope(frozenset({Use.STREAM}), where, include=include, exclude=exclude),
        window=Window(now - timedelta(days=30), now),
        provenance=Provenance("Her"),
    )
    ending = Ending("grt_1", Notice.END, now, 30, None, grant.scope.area.touched, grant=grant)
    letters = []
    for language in ("en", "de"):
        with speaking(language, "UTC"):
            letters.append(endings.letter(ending, "https://hub.example.com").text)

    assert f"Where: {said}\n" in letters[0]
    assert f"Wo: {in_german}\n" in letters[1]
