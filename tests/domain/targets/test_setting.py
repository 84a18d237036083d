"""Who says where a show is published, and what cannot be said."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.catalog.outlets import OutsideId, Publication
from domain.audit import service as audit
from domain.targets.model import Published
from tests.domain.targets.scene import Scene

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TARGETS = "{ shows { id targets { target place version } } }"


async def test_where_a_show_is_published_is_said_by_managers_and_recorded(scene: Scene) -> None:
    first = await scene.sets("MEGAPHONE", " pod-7 ")
    second = await scene.sets("MEGAPHONE", "pod-8")
    refused = {
        who: (await scene.sets("FEED", "x", who))["errors"][0]["code"]
        for who in ("requester", "legal_one")
    }
    removed = await scene.unsets("FEED")
    trail = [one.act for one in await audit.trail(scene.house.show)]

    assert first["targets"] == [
        {"target": "FEED", "place": "beans", "version": 1},
        {"target": "MEGAPHONE", "place": "pod-7", "version": 1},
    ]
    assert second["targets"][1] == {"target": "MEGAPHONE", "place": "pod-8", "version": 2}
    assert set(refused.values()) == {"not_allowed"}
    assert removed["targets"] == second["targets"][1:]
    assert trail[-4:] == ["show.target_set"] * 3 + ["show.target_removed"]


async def test_what_cannot_be_set_up_says_what_and_where(scene: Scene) -> None:
    said = [
        (await scene.sets("PUBLISHING_TEAM", ""))["errors"][0],
        (await scene.sets("FEED", "x" * 201))["errors"][0],
        (await scene.sets("FEED", "a\nb"))["errors"][0],
        (await scene.unsets("WEBHOOK"))["errors"][0],
    ]

    assert [(one["code"], one["path"]) for one in said] == [
        ("people_publish", ["target"]),
        ("place_too_long", ["place"]),
        ("control_character", ["place"]),
        ("not_set_up", ["target"]),
    ]


async def test_an_agency_does_not_see_where_a_show_is_published(scene: Scene) -> None:
    seen = (await (await scene.desk.front("manager")).data(TARGETS))["shows"]
    hidden = (await (await scene.desk.front("agent")).data(TARGETS))["shows"]

    assert [one["target"] for one in seen[-1]["targets"]] == ["FEED"]
    assert {len(one["targets"]) for one in hidden} == {0}


async def test_an_agency_does_not_see_whose_account_its_request_is_published_in(
    scene: Scene,
) -> None:
    one = Published("pub_1", "req_1", "feed", "beans", "eps_1", 1, NOON, None, NOON, ("DE",))
    named = replace(one, outside={"account": "a-1"})
    world = scene.house.world
    seen = Publication.of(named, await world.actor("manager"))
    hidden = Publication.of(named, await world.actor("agent"))

    assert (seen.place, seen.outside_ids) == ("beans", [OutsideId(name="account", value="a-1")])
    assert (hidden.place, hidden.outside_ids) == ("", [])


async def test_what_the_hub_did_not_publish_or_must_not_is_not_published_again(
    scene: Scene,
) -> None:
    request = await scene.approved(target="PUBLISHING_TEAM")
    by_team = await scene.republishes(request)
    other = await scene.approved(name="The first cup, by feed")
    await scene.house.withdraws(other, "The guest is ill.")
    over = await scene.republishes(other)
    unseen = await scene.republishes({"id": "req_01kaxv3e7me5m9wq2q7w5b8x4n"})

    assert by_team["errors"][0]["code"] == "not_published_here"
    assert over["errors"][0]["code"] == "not_followed"
    assert unseen["errors"][0]["code"] == "no_such_request"


@pytest.mark.parametrize("target", ["DISTRIBUTION_API", "MEGAPHONE", "WEBHOOK"])
async def test_a_release_is_asked_for_only_where_its_show_is_known(
    scene: Scene, target: str
) -> None:
    brief = await scene.house.release(target=target)
    refused = await scene.house.asks("episode_release", brief)
    by_team = await scene.house.asks("episode_release", brief | {"target": "PUBLISHING_TEAM"})
    await scene.sets(target, "ours-1")
    taken = await scene.house.asks("episode_release", brief)

    (error,) = refused["errors"]
    assert (error["code"], error["path"]) == ("target_not_set", ["target"])
    assert "choose the publishing team" in error["message"]
    assert (by_team["errors"], taken["errors"]) == ([], [])
