"""The rights desk is told of what a publisher says: one message, edited once it is mended."""

from dataclasses import replace

import pytest

from domain.actor import Role, RoleGrant
from domain.audit import service as audit
from domain.distribution import service
from domain.distribution.model import Demand, Said
from domain.errors import Forbidden, Missing
from domain.exposures import service as exposures
from domain.rights.live.model import Exposure, Shown
from domain.rights.model import Subject, SubjectKind, Use
from tests.bot.office import Office, text_of
from tests.bot.test_rights_desk import PLACE, granted, opened
from tests.world import ROOT

BLOCKED = ("DE",)


async def live(desk: Office) -> Exposure:
    now = desk.world.hub.clock.now()
    episode = (await granted(desk, now, 400)).subject
    shown = Shown(
        Subject(SubjectKind.EPISODE, episode.ref),
        Use.STREAM,
        "spotify",
        "podcast-host",
        "https://podcasts.example.com/beans/one",
        ("DE", "AT"),
    )
    return await exposures.record(desk.world.hub, ROOT, shown, now)


def blocked(desk: Office, ref: str = "GEO-1") -> Said:
    now = desk.world.hub.clock.now()
    return Said(Demand.MARKET_BLOCKED, ref, "Not <shown> in DE.", BLOCKED, now)


async def test_what_is_reported_is_told_once_and_its_message_edited_when_it_is_mended(
    desk: Office,
) -> None:
    hub = desk.world.hub
    await opened(desk)
    about = await live(desk)
    for _ in range(2):
        said = await service.report(hub, ROOT, about.id, blocked(desk))
        await desk.work()
    (first,) = desk.shown(PLACE)
    asked = text_of(first)
    manager = await desk.world.actor("manager")
    by_people = await service.report(hub, manager, about.id, blocked(desk, "GEO-2"))
    await service.close(hub, ROOT, said.id, "It is heard there again.")
    await desk.work()
    mended, still = desk.shown(PLACE)
    left = await service.every_open(ROOT)

    assert "podcast-host: blocked in some countries, One *bean*" in asked
    assert "Not <shown> in DE." in asked
    assert "the publisher" in asked
    assert "podcast-host: mended, One *bean*" in text_of(mended)
    assert "blocked" in text_of(still)
    assert [one.id for one in left] == [by_people.id]


async def test_where_the_desk_has_no_place_it_is_told_by_mail(desk: Office) -> None:
    await opened(desk, place=None)
    about = await live(desk)
    await service.report(desk.world.hub, ROOT, about.id, blocked(desk))
    await desk.work()
    (mail,) = desk.box.mails

    assert "blocked in some countries, One *bean*" in mail.subject
    assert "Not <shown> in DE." in mail.text
    assert "closeDistribution" in mail.text


async def test_news_under_the_same_reference_edit_the_message(desk: Office) -> None:
    hub = desk.world.hub
    await opened(desk)
    about, said = await live(desk), blocked(desk)
    first = await service.report(hub, ROOT, about.id, said)
    await desk.work()
    for text in ("Not in AT either.", "Not in AT either.", "Not in AT, says the host."):
        news = replace(said, text=text, territories=("AT", "DE"))
        again = await service.report(hub, ROOT, about.id, news)
        await desk.work()
    (shown,) = desk.shown(PLACE)
    trail = [one.act for one in await audit.trail(first.id)]

    assert (again.id, again.said.territories) == (first.id, ("AT", "DE"))
    assert "Not in AT, says the host." in text_of(shown)
    assert trail == ["distribution.reported", "distribution.changed", "distribution.changed"]


async def test_who_answers_for_one_market_reports_nothing_of_another(desk: Office) -> None:
    hub = desk.world.hub
    await opened(desk)
    about, said = await live(desk), blocked(desk)
    role = RoleGrant(Role.MANAGER, brand_id=about.brand_id, market="FR")
    french = replace(await desk.world.actor("requester"), roles=(role,))
    found = await service.report(hub, ROOT, about.id, said)
    everywhere = replace(said, kind=Demand.REFUSED, territories=())
    at_home = replace(french, roles=(replace(role, market="DE"),))

    for what in (said, everywhere):
        with pytest.raises(Forbidden):
            await service.report(hub, french, about.id, what)
    with pytest.raises(Missing):
        await service.close(hub, french, found.id, "It is shown again.")
    with pytest.raises(Forbidden):
        await service.report(hub, at_home, about.id, everywhere)
    assert not (await service.close(hub, at_home, found.id, "It is shown again.")).open
