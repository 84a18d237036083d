"""Addresses of files: the same for good, closed when a publication ends, and on the record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.audit import records as audit
from domain.catalog import records as catalog
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.media import service
from domain.requests.submit import submit
from domain.secrets import Secrets
from domain.targets.model import File
from tests.domain.media.out import out
from tests.world import World

NAME = "guid-of-an-episode"


@pytest.fixture
async def house(world: World) -> World:
    """A world that is reached at `https://hub.example.com`."""
    return replace(world, hub=replace(world.hub, public_url="https://hub.example.com"))


async def asked(world: World) -> str:
    requester = await world.actor("requester")
    return (await submit(world.hub, requester, "campaign", world.brief())).id


async def opened(hub: Hub, request_id: str, assets: dict[str, str], name: str = NAME) -> list[File]:
    held = await catalog.assets(list(assets.values()))
    given = {field: held[asset_id] for field, asset_id in assets.items()}
    async with transaction():
        found = await service.open_for(hub, request_id, name, given)
        await out(request_id, name, hub.clock.now(), *assets.values())
    return [found[field] for field in assets]


async def closed(hub: Hub, keeping: tuple[str, ...] = ()) -> None:
    async with transaction():
        await service.close(hub, NAME, keeping)


def parts(file: File) -> tuple[str, str]:
    """Return the token and the name in an address."""
    *_, token, name = file.address.split("/")
    return token, name


async def acts(request_id: str) -> list[str]:
    found = await audit.events_of(request_id)
    return [one.act for one in found if one.act.startswith("media.")]


async def test_an_address_says_nothing_and_stays_the_same(house: World) -> None:
    request_id, assets = await asked(house), house.assets
    given = {"audio_asset_id": assets["audio"], "artwork_asset_id": assets["image"]}
    first = await opened(house.hub, request_id, given)
    again = await opened(house.hub, request_id, given)
    other = await opened(house.hub, request_id, given, "another")
    audio = (await catalog.assets([assets["audio"]]))[assets["audio"]]

    assert first == again
    assert len({one.address for one in (*first, *other)}) == 4
    assert first[0].address.startswith("https://hub.example.com/media/")
    assert [parts(one)[1] for one in first] == ["audio.wav", "image.png"]
    assert assets["audio"] not in first[0].address
    assert replace(first[0], address="") == File(
        audio.id, "", "audio/wav", audio.size or 0, audio.sha256 or "", audio.duration_ms
    )
    assert await acts(request_id) == ["media.opened", "media.opened"]


async def test_an_address_outlives_the_secret_it_was_made_with(house: World) -> None:
    request_id, given = await asked(house), {"audio": house.assets["audio"]}
    first = await opened(house.hub, request_id, given)
    renewed = replace(house.hub, secrets=Secrets.of("another secret, as long as it has to be"))

    assert await opened(renewed, request_id, given) == first


async def test_what_is_closed_is_given_out_no_more_and_opens_at_the_same_address(
    house: World,
) -> None:
    request_id, given = await asked(house), {"audio": house.assets["audio"]}
    (file,) = await opened(house.hub, request_id, given)
    await closed(house.hub)
    await closed(house.hub)
    with pytest.raises(Conflict) as refused:
        await service.serve(house.hub, *parts(file))
    (again,) = await opened(house.hub, request_id, given)
    found = await service.serve(house.hub, *parts(file))

    assert refused.value.code == "media_closed"
    assert again == file
    assert found.asset.id == file.asset_id
    assert await acts(request_id) == ["media.opened", "media.closed", "media.opened"]


async def test_whoever_looks_at_an_address_does_not_open_it(house: World) -> None:
    request_id, other = await asked(house), await asked(house)
    held = await catalog.assets([house.assets["audio"]])
    given = {"audio": held[house.assets["audio"]]}
    before = await service.known(house.hub, request_id, NAME, given)
    (file,) = await opened(house.hub, request_id, {"audio": house.assets["audio"]})
    await closed(house.hub)
    after = await service.known(house.hub, other, NAME, given)

    assert (before["audio"], after["audio"]) == (file, file)
    with pytest.raises(Conflict):
        await service.serve(house.hub, *parts(file))
    assert (await acts(request_id), await acts(other)) == (["media.opened", "media.closed"], [])


async def test_what_a_revision_replaced_is_closed_and_the_rest_stays(house: World) -> None:
    request_id, assets = await asked(house), house.assets
    (audio, image) = await opened(
        house.hub, request_id, {"audio": assets["audio"], "artwork": assets["image"]}
    )
    await closed(house.hub, keeping=(assets["audio"],))

    assert (await service.serve(house.hub, *parts(audio))).asset.id == assets["audio"]
    with pytest.raises(Conflict):
        await service.serve(house.hub, *parts(image))


async def test_a_later_request_of_the_same_publication_takes_its_address_on(house: World) -> None:
    before, after = await asked(house), await asked(house)
    given = {"audio": house.assets["audio"]}
    first = await opened(house.hub, before, given)
    second = await opened(house.hub, after, given)
    await closed(house.hub)

    assert first == second
    assert (await acts(before), await acts(after)) == (
        ["media.opened"],
        ["media.opened", "media.closed"],
    )


@pytest.mark.parametrize("state", ["withdrawn", "changes_requested", "in_review"])
async def test_nothing_is_given_out_of_what_is_not_out_any_more_though_nobody_closed_it(
    house: World, state: str
) -> None:
    request_id = await asked(house)
    (file,) = await opened(house.hub, request_id, {"audio": house.assets["audio"]})
    await sql.execute("UPDATE requests SET state = $1 WHERE id = $2", state, request_id)

    with pytest.raises(Conflict) as refused:
        await service.serve(house.hub, *parts(file))
    assert refused.value.code == "media_closed"


async def test_nothing_is_given_out_once_its_last_day_is_over(
    house: World, clock: SteppingClock
) -> None:
    (file,) = await opened(house.hub, await asked(house), {"audio": house.assets["audio"]})
    clock.advance(timedelta(days=365))

    with pytest.raises(Conflict):
        await service.serve(house.hub, *parts(file))


async def test_what_another_request_brings_by_the_same_name_is_given_out_still(
    house: World,
) -> None:
    stays, goes, assets = await asked(house), await asked(house), house.assets
    await opened(house.hub, stays, {"artwork": assets["image"]})
    given = {"audio": assets["audio"], "artwork": assets["image"]}
    audio, artwork = await opened(house.hub, goes, given)
    await sql.execute("UPDATE requests SET state = 'withdrawn' WHERE id = $1", goes)

    assert (await service.serve(house.hub, *parts(artwork))).asset.id == assets["image"]
    with pytest.raises(Conflict):
        await service.serve(house.hub, *parts(audio))


async def test_a_file_that_was_taken_back_is_neither_opened_nor_given_out(house: World) -> None:
    request_id, given = await asked(house), {"audio": house.assets["audio"]}
    (file,) = await opened(house.hub, request_id, given)
    assert await catalog.take_back(house.assets["audio"])

    with pytest.raises(Conflict):
        await service.serve(house.hub, *parts(file))
    with pytest.raises(Invalid) as refused:
        await opened(house.hub, request_id, given)
    assert (refused.value.code, refused.value.path) == ("asset_not_usable", ("audio",))


async def test_who_makes_an_address_up_hears_that_there_is_nothing(house: World) -> None:
    request_id = await asked(house)
    (file,) = await opened(house.hub, request_id, {"audio": house.assets["audio"]})
    token, name = parts(file)
    for given in (("0" * 40, name), (token, "image.png"), (token.upper(), name), ("", name)):
        with pytest.raises(Missing):
            await service.serve(house.hub, *given)


async def test_nothing_is_opened_where_nobody_could_fetch_it(world: World) -> None:
    request_id = await asked(world)
    with pytest.raises(Conflict) as refused:
        await opened(world.hub, request_id, {"audio": world.assets["audio"]})
    assert refused.value.code == "not_reachable"
