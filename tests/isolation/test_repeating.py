"""A repeated call shows nothing to who lost sight of it since."""

from typing import Any

from domain.actor import Role
from domain.people import service as people
from tests.api.door import door
from tests.world import ROOT, World

PAUSE = """mutation($input: %sInput!) { done: %s(input: $input) {
  %s { id } errors { ... on UserError { code } } } }"""


async def _once(world: World, name: str, what: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Do something as somebody with a role for the brand, take the role away, and do it again."""
    who = world.people["other_requester"]
    await people.grant_role(world.hub, ROOT, who, Role.MANAGER, brand_id=world.brand_id)
    text = PAUSE % (name[0].upper() + name[1:], name, what)
    front = await door(world, "other_requester")
    given = given | {"idempotencyKey": "once"}
    answers = [(await front.data(text, input=given))["done"]]
    await people.revoke_role(world.hub, ROOT, who, Role.MANAGER, brand_id=world.brand_id)
    return [*answers, (await front.data(text, input=given))["done"]]


async def test_a_request_is_not_shown_again_to_who_lost_sight_of_it(world: World) -> None:
    asked = (await (await door(world, "requester")).submit(world))["request"]
    given = {"requestId": asked["id"], "reason": "It came too early."}

    first, again = await _once(world, "withdrawRequest", "request", given)

    assert first == {"request": {"id": asked["id"]}, "errors": []}
    assert again == {"request": None, "errors": [{"code": "no_such_request"}]}


async def test_a_person_is_not_shown_again_to_who_may_add_none_any_more(world: World) -> None:
    who = world.people["other_requester"]
    await people.grant_role(world.hub, ROOT, who, Role.ADMIN)
    text = PAUSE % ("CreateUser", "createUser", "user")
    front = await door(world, "other_requester")
    added = {"name": "Ada", "email": "ada@example.com", "roles": [], "idempotencyKey": "once"}
    first = (await front.data(text, input=added))["done"]
    again = (await front.data(text, input=added))["done"]
    await people.revoke_role(world.hub, ROOT, who, Role.ADMIN)
    later = (await front.data(text, input=added))["done"]

    assert first == again
    assert first["user"]
    assert later == {"user": None, "errors": [{"code": "not_allowed"}]}


async def test_who_has_the_same_role_for_more_by_now_is_shown_it_again(world: World) -> None:
    who = world.people["other_requester"]
    narrow = {"brand_id": world.brand_id, "market": "DE"}
    await people.grant_role(world.hub, ROOT, who, Role.ADMIN)
    await people.grant_role(world.hub, ROOT, who, Role.MANAGER, **narrow)
    text = PAUSE % ("CreateUser", "createUser", "user")
    front = await door(world, "other_requester")
    added = {"name": "Ada", "email": "ada@example.com", "roles": [], "idempotencyKey": "once"}
    seen = [(await front.data(text, input=added))["done"]]
    await people.revoke_role(world.hub, ROOT, who, Role.MANAGER, **narrow)
    seen.append((await front.data(text, input=added))["done"])
    for wide in ({"brand_id": world.brand_id}, {"market": "DE"}, {}):
        await people.grant_role(world.hub, ROOT, who, Role.MANAGER, **wide)
        seen.append((await front.data(text, input=added))["done"])
        await people.revoke_role(world.hub, ROOT, who, Role.MANAGER, **wide)

    refused = {"user": None, "errors": [{"code": "not_allowed"}]}
    assert seen == [seen[0], refused, *[seen[0]] * 3]
    assert seen[0]["user"]


async def test_a_case_is_not_shown_again_to_who_lost_sight_of_it(world: World) -> None:
    opening = """mutation($input: OpenCaseInput!) { done: openCase(input: $input) {
      case { id } errors { ... on UserError { code } } } }"""
    report = {
        "kind": "COMPLAINT",
        "title": "Charged twice",
        "text": "It stands there twice.",
        "brandId": world.brand_id,
        "market": "DE",
        "facts": {},
        "subjects": [],
    }
    opened = await (await door(world, "requester")).data(opening, input=report)
    case = opened["done"]["case"]["id"]

    first, again = await _once(
        world, "commentCase", "case", {"caseId": case, "text": "Seen.", "kind": "INTERNAL"}
    )

    assert first == {"case": {"id": case}, "errors": []}
    assert again == {"case": None, "errors": [{"code": "no_such_case"}]}
