"""Requests through the door."""

from domain.people import membership
from tests.api.door import VOTE, brief, door
from tests.world import ROOT, World


async def test_a_campaign_is_submitted_and_read_back(world: World) -> None:
    front = await door(world, "requester")
    payload = await front.submit(world)
    query = """query($id: ID!) { request(id: $id) { title requesterName brandName markets
      campaign { budget { amount currency } } decisions { table outcome reasons }
      auditTrail { act door actorName } } }"""
    data = await front.data(query, id=payload["request"]["id"])

    assert payload["errors"] == []
    assert data["request"]["campaign"]["budget"] == {"amount": "12500.00", "currency": "EUR"}
    assert data["request"]["auditTrail"] == [
        {"act": "request.submitted", "door": "API", "actorName": "Requester"}
    ]


async def test_everything_wrong_is_said_at_once_with_its_path(world: World) -> None:
    front = await door(world, "requester")
    payload = await front.submit(
        world, budget={"amount": "-5", "currency": "EUR"}, name="<!channel> hello"
    )

    assert payload["request"] is None
    assert [(e["code"], e["path"]) for e in payload["errors"]] == [
        ("not_positive", ["budget", "amount"]),
        ("mention_in_text", ["name"]),
    ]


async def test_a_vote_through_the_door_counts(world: World) -> None:
    request = (await (await door(world, "requester")).submit(world))["request"]
    stage = next(s for s in request["stages"] if s["key"] == "brand")
    reviewer = await door(world, "brand_one")
    data = await reviewer.data(VOTE, input={"stageId": stage["id"], "choice": "APPROVE"})
    stages = {s["key"]: s["state"] for s in data["castVote"]["request"]["stages"]}

    assert stages["brand"] == "APPROVED"


async def test_what_waits_for_me_is_only_what_i_can_decide(world: World) -> None:
    await (await door(world, "requester")).submit(world)
    query = "{ approvalsWaitingForMe { totalCount edges { node { title } } } }"
    brand = await (await door(world, "brand_one")).data(query)
    finance = await (await door(world, "finance_one")).data(query)

    assert brand["approvalsWaitingForMe"]["totalCount"] == 1
    assert finance["approvalsWaitingForMe"]["totalCount"] == 0


async def test_an_agency_sees_only_its_own(world: World) -> None:
    own = (await (await door(world, "agent")).submit(world))["request"]
    await (await door(world, "requester")).submit(world)
    query = (
        "query($id: ID!) { requests { totalCount edges { node { id } } } request(id: $id) { id } }"
    )
    agent = await (await door(world, "agent")).data(query, id=own["id"])
    rival = await (await door(world, "rival")).data(query, id=own["id"])

    assert [e["node"]["id"] for e in agent["requests"]["edges"]] == [own["id"]]
    assert rival == {"requests": {"totalCount": 0, "edges": []}, "request": None}


async def test_the_same_key_submits_once(world: World) -> None:
    front = await door(world, "requester")
    given = {"brief": brief(world), "idempotencyKey": "k1"}
    query = """mutation($input: SubmitCampaignInput!) { submitCampaign(input: $input) {
      request { id } errors { ... on UserError { code } } } }"""
    first = await front.data(query, input=given)
    again = await front.data(query, input=given)
    other = await front.data(query, input=given | {"brief": brief(world, tagline="Another")})

    assert first == again
    assert other["submitCampaign"]["errors"] == [{"code": "idempotency_key_reused"}]


async def test_pages_follow_one_another_and_back(world: World) -> None:
    front = await door(world, "requester")
    for number in range(5):
        await front.submit(world, name=f"Campaign {number}")
    query = """query($first: Int, $after: String, $last: Int, $before: String) {
      requests(first: $first, after: $after, last: $last, before: $before,
               orderBy: {field: NUMBER, direction: ASC}) {
        edges { cursor node { number } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    one = (await front.data(query, first=2))["requests"]
    two = (await front.data(query, first=2, after=one["pageInfo"]["endCursor"]))["requests"]
    back = (await front.data(query, last=2, before=two["pageInfo"]["startCursor"]))["requests"]

    assert [e["node"]["number"] for e in two["edges"]] == [3, 4]
    assert two["pageInfo"]["hasNextPage"] is True
    assert back["edges"] == one["edges"]


async def test_a_malformed_cursor_is_answered_as_such(world: World) -> None:
    front = await door(world, "requester")
    answer = await front.send('{ requests(first: 2, after: "bm90IGEgY3Vyc29y") { totalCount } }')

    assert answer["errors"][0]["extensions"]["code"] == "malformed_cursor"


async def test_a_request_nobody_could_decide_is_refused_with_the_remedy(world: World) -> None:
    brand = world.teams["brand"]
    for who in ("brand_one", "brand_two"):
        await membership.remove_member(world.hub, ROOT, brand, world.people[who])
    payload = await (await door(world, "requester")).submit(world)
    (error,) = payload["errors"]

    assert payload["request"] is None
    assert error["code"] == "nobody_eligible"
    assert "Add a reviewer to the team" in error["message"]


async def test_a_quorum_above_the_reviewers_is_refused_with_the_remedy(world: World) -> None:
    await membership.remove_member(world.hub, ROOT, world.teams["brand"], world.people["brand_two"])
    payload = await (await door(world, "agent")).submit(world)
    (error,) = payload["errors"]

    assert payload["request"] is None
    assert error["code"] == "quorum_unreachable"
    assert "needs 2 reviewers" in error["message"]


async def test_a_request_that_is_over_takes_no_votes_and_waits_for_nobody(world: World) -> None:
    payload = await (await door(world, "requester")).submit(world, category="ALCOHOL")
    stages = {stage["key"]: stage["id"] for stage in payload["request"]["stages"]}
    legal, brand = await door(world, "legal_one"), await door(world, "brand_one")
    waiting = "{ approvalsWaitingForMe(first: 5) { totalCount edges { node { number } } } }"
    before = (await brand.data(waiting))["approvalsWaitingForMe"]
    no = {"stageId": stages["legal"], "choice": "REJECT", "reason": "Not in this market."}
    await legal.data(VOTE, input=no)
    late = await brand.data(VOTE, input={"stageId": stages["brand"], "choice": "APPROVE"})
    after = (await brand.data(waiting))["approvalsWaitingForMe"]

    assert before["totalCount"] == 1
    assert [error["code"] for error in late["castVote"]["errors"]] == ["not_in_review"]
    assert after == {"totalCount": 0, "edges": []}
