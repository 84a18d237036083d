"""What is live, over the door: recorded, compared with what is cleared, and asked down."""

from typing import Any

from domain.clock import SteppingClock
from tests.api.door import Door, door
from tests.domain.exposures.scene import ADDRESS, Scene, set_up
from tests.world import World

ERRORS = "errors { __typename ... on UserError { code message path } }"
SHOWN = """id subjectId publisher outsideId said source liveFrom liveTo standing uncleared askedIn
  takedownId verdicts { said standing layers { layer reason } }"""
RECORD = f"""mutation($input: RecordExposureInput!) {{
  done: recordExposure(input: $input) {{ exposure {{ {SHOWN} }} {ERRORS} }} }}"""
END = f"""mutation($input: EndExposureInput!) {{
  done: endExposure(input: $input) {{ exposure {{ {SHOWN} }} {ERRORS} }} }}"""
POLICY = "policies { id mode brandId layer reason }"
SET = f"""mutation($input: SetEnforcementPolicyInput!) {{
  done: setEnforcementPolicy(input: $input) {{ {POLICY} {ERRORS} }} }}"""
REMOVE = f"""mutation($input: RemoveEnforcementPolicyInput!) {{
  done: removeEnforcementPolicy(input: $input) {{ {POLICY} {ERRORS} }} }}"""
SWEEP = f"""query($first: Int, $after: String) {{
  liveAgainstCleared(first: $first, after: $after) {{
    waiting pageInfo {{ hasNextPage endCursor }} edges {{ node {{ {SHOWN} }} }} }} }}"""
OF = "query($id: ID!) { exposures(kind: EPISODE, id: $id) { id liveTo standing } }"
ONE = "query($id: ID!) { exposure(id: $id) { id } node(id: $id) { id } }"
ASKED = "query($id: ID!) { request(id: $id) { kind state title } }"


async def acted(by: Door, act: str, **given: Any) -> dict[str, Any]:
    done: dict[str, Any] = (await by.data(act, input=given))["done"]
    return done


async def put_live(manager: Door, scene: Scene, **changes: Any) -> dict[str, Any]:
    """Record that the episode is live in the world but the United States."""
    given = {
        "kind": "EPISODE",
        "subjectId": scene.episode.ref,
        "use": "STREAM",
        "channel": "spotify",
        "publisher": "podcast-host",
        "address": ADDRESS,
        "include": ["WORLD"],
        "exclude": ["US"],
    }
    shown: dict[str, Any] = (await acted(manager, RECORD, **given | changes))["exposure"]
    return shown


async def test_what_is_live_in_a_part_of_a_country_says_which(
    world: World, clock: SteppingClock
) -> None:
    scene = await set_up(world, clock)
    manager = await door(world, "manager")
    live = await put_live(manager, scene, include=["DE", "GB-SCT"], exclude=[])

    assert live["said"] == "DE, GB-SCT"


async def test_one_query_says_what_is_live_and_not_cleared_and_why(
    world: World, clock: SteppingClock
) -> None:
    scene = await set_up(world, clock)
    manager, agent = await door(world, "manager"), await door(world, "agent")
    await scene.granted(places=("WORLD",))
    live = await put_live(manager, scene)
    before = (await manager.data(SWEEP))["liveAgainstCleared"]
    await scene.prohibited("DE", "US")
    await scene.work()
    found = (await manager.data(SWEEP, first=10))["liveAgainstCleared"]
    (edge,) = found["edges"]
    asked = (await manager.data(ASKED, id=edge["node"]["takedownId"]))["request"]
    refused = (await agent.send(SWEEP))["errors"]

    assert (live["standing"], live["said"]) == ("CLEARED", "World excluding US")
    assert before["edges"] == []
    assert (edge["node"]["uncleared"], edge["node"]["askedIn"]) == (["DE"], ["DE"])
    assert {
        (verdict["said"], verdict["standing"], verdict["layers"][0]["reason"])
        for verdict in edge["node"]["verdicts"]
    } == {
        ("DE", "BLOCKED", "PROHIBITED"),
        ("World excluding DE, US", "CLEARED", "GRANTED"),
    }
    assert (found["waiting"], found["pageInfo"]["hasNextPage"]) == (0, False)
    assert asked == {
        "kind": "takedown",
        "state": "IN_REVIEW",
        "title": "Live, not cleared: One (spotify)",
    }
    assert refused[0]["extensions"]["code"] == "not_allowed"


async def test_what_is_live_is_known_once_and_ends(world: World, clock: SteppingClock) -> None:
    scene = await set_up(world, clock)
    manager = await door(world, "manager")
    live, again = await put_live(manager, scene), await put_live(manager, scene)
    one = await manager.data(ONE, id=live["id"])
    listed = (await manager.data(SWEEP))["liveAgainstCleared"]["edges"]
    ended = await acted(manager, END, exposureId=live["id"])
    after = (await manager.data(SWEEP))["liveAgainstCleared"]["edges"]
    history = (await manager.data(OF, id=scene.episode.ref))["exposures"]

    assert again["id"] == live["id"]
    assert one == {"exposure": {"id": live["id"]}, "node": {"id": live["id"]}}
    assert [edge["node"]["id"] for edge in listed] == [live["id"]]
    assert ended["exposure"]["liveTo"] is not None
    assert after == []
    assert [one["standing"] for one in history] == [None]


async def test_policies_are_set_replaced_and_removed_by_those_who_answer_for_them(
    world: World, clock: SteppingClock
) -> None:
    await set_up(world, clock)
    manager, requester = await door(world, "manager"), await door(world, "requester")
    first = await acted(manager, SET, mode="AUTOMATIC", layer="NARRATOR", reason="EXPIRED")
    second = await acted(manager, SET, mode="LIST", layer="NARRATOR", reason="EXPIRED")
    brand = await acted(manager, SET, mode="AUTOMATIC", brandId=world.brand_id)
    unknown = await acted(manager, SET, mode="LIST", brandId="brd_none")
    refused = await acted(requester, SET, mode="LIST")
    gone = await acted(manager, REMOVE, policyId=second["policies"][0]["id"])
    twice = await acted(manager, REMOVE, policyId=second["policies"][0]["id"])

    assert [one["mode"] for one in first["policies"]] == ["AUTOMATIC"]
    assert [one["mode"] for one in second["policies"]] == ["LIST"]
    assert [one["brandId"] for one in brand["policies"]] == [None, world.brand_id]
    assert unknown["errors"][0]["code"] == "no_such_brand"
    assert refused["errors"][0]["code"] == "not_allowed"
    assert [one["mode"] for one in gone["policies"]] == ["AUTOMATIC"]
    assert twice["errors"][0]["code"] == "no_such_policy"
