"""Who registers webhooks, sees and changes them; which queries and addresses they may have."""

from dataclasses import replace
from typing import Any

from connectors.webhooks.sender import WebhookSender
from domain.actor import Scope
from domain.audit import service as audit
from domain.database import sql
from domain.webhooks import rules
from tests.api.door import door
from tests.domain.webhooks.scene import ADDRESS, QUERY, Scene

INSIDE = (
    "http://hooks.example.com/",
    "https://127.0.0.1/",
    "https://169.254.169.254/latest/",
    "https://localhost/",
    "https://hooks.example.com:8443/",
)
LIST = "{ webhooks { id name ownerName } }"


async def refused(scene: Scene, who: str = "requester", **changes: Any) -> list[dict[str, Any]]:
    given = {"name": "The shop", "address": ADDRESS, "events": ["REQUEST_CHANGED"], "query": QUERY}
    done = await scene.does(who, "createWebhook", **given | changes)
    assert (done["webhook"], done["secret"]) == (None, None)
    found: list[dict[str, Any]] = done["errors"]
    return found


async def test_what_it_is_to_be_is_looked_at_before_it_is_kept(scene: Scene) -> None:
    errors = [
        *await refused(scene, events=["TEST"]),
        *await refused(scene, query=QUERY.replace("number", "colour")),
        *await refused(scene, query=f"{QUERY}{' ' * rules.SELECTION_MAX}"),
        *await refused(scene, name=" "),
    ]

    assert [(one["code"], one["path"]) for one in errors] == [
        ("no_events", ["events"]),
        ("bad_query", ["query"]),
        ("too_long", ["query"]),
        ("bad_name", ["name"]),
    ]


async def test_an_address_inside_the_house_is_refused(scene: Scene) -> None:
    hub = replace(scene.world.hub, journeys=WebhookSender(scene.clock))
    scene.world = replace(scene.world, hub=hub)
    errors = [error for address in INSIDE for error in await refused(scene, address=address)]

    assert [(one["code"], one["path"]) for one in errors] == [("bad_address", ["address"])] * 5


async def test_everybody_sees_their_own_and_an_admin_everybodys(scene: Scene) -> None:
    agents, _ = await scene.registers("agent")
    rivals, _ = await scene.registers("rival")

    async def seen(who: str) -> set[str]:
        return {one["id"] for one in (await (await door(scene.world, who)).data(LIST))["webhooks"]}

    assert await seen("agent") == {agents}
    assert await seen("rival") == {rivals}
    assert await seen("manager") == set()
    assert await seen("admin") == {agents, rivals}


async def test_somebody_elses_is_as_one_that_is_not_there(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("agent")
    await scene.submits("agent")
    await scene.works()
    (sent, *_) = await scene.sent(webhook_id, "agent")
    acts = ("pauseWebhook", "resumeWebhook", "deleteWebhook", "testWebhook", "rotateWebhookSecret")
    theirs = [await scene.does("rival", act, webhookId=webhook_id) for act in acts]
    none = [await scene.does("rival", act, webhookId="whk_nothing") for act in acts]
    again = [
        await scene.does("rival", "redeliver", deliveryId=one) for one in (sent["id"], "whd_none")
    ]

    assert [one["errors"] for one in theirs] == [one["errors"] for one in none]
    assert theirs[0]["errors"][0]["code"] == "no_such_webhook"
    assert again[0] == again[1]
    assert await scene.log(webhook_id, "rival") == {}


async def test_an_admin_registers_one_for_a_service_account(scene: Scene) -> None:
    owner = scene.world.people["agent"]
    await scene.registers("admin", ownerId=owner)
    errors = await refused(scene, ownerId=owner)
    front = await door(scene.world, "agent")

    assert [one["ownerName"] for one in (await front.data(LIST))["webhooks"]] == ["Agent"]
    assert [one["code"] for one in errors] == ["not_allowed"]


async def test_a_token_that_only_reads_registers_none(scene: Scene) -> None:
    front = await door(scene.world, "requester", frozenset({Scope.READ}))
    query = """mutation($input: CreateWebhookInput!) { createWebhook(input: $input) {
      errors { ... on UserError { code } } } }"""
    given = {"name": "x", "address": ADDRESS, "events": ["REQUEST_CHANGED"], "query": QUERY}
    done = (await front.data(query, input=given))["createWebhook"]

    assert done["errors"] == [{"code": "scope_missing"}]


async def test_nobody_has_more_than_their_share(scene: Scene) -> None:
    for _ in range(rules.OWNED_MAX):
        await scene.registers("requester")
    errors = await refused(scene)
    await scene.registers("manager")

    assert [one["code"] for one in errors] == ["too_many_webhooks"]


async def test_a_secret_is_shown_once_and_kept_sealed(scene: Scene) -> None:
    webhook_id, secret = await scene.registers("requester", idempotencyKey="one")
    given = {"name": "The shop", "address": ADDRESS, "events": ["REQUEST_CHANGED"], "query": QUERY}
    again = await scene.does("requester", "createWebhook", idempotencyKey="one", **given)
    (row,) = await sql.fetch("SELECT sealed FROM webhooks")
    trail = await audit.trail(webhook_id)

    assert (again["webhook"]["id"], again["secret"]) == (webhook_id, None)
    assert secret not in row["sealed"]
    assert secret not in str([one.details for one in trail])


async def test_what_changes_of_a_webhook_counts_for_what_waits(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    await scene.submits()
    query = "query($id: ID!) { request(id: $id) { title } }"
    moved = "https://hooks.example.com/moved"
    done = await scene.does(
        "requester", "updateWebhook", webhookId=webhook_id, query=query, address=moved
    )
    await scene.works()
    trail = [one.act for one in await audit.trail(webhook_id)]

    assert (done["errors"], done["webhook"]["name"]) == ([], "The shop")
    assert scene.sending.heard[0].address == moved
    assert scene.heard[0]["data"] == {"request": {"title": "Spring launch"}}
    assert trail == ["webhook.registered", "webhook.changed"]


async def test_a_deleted_webhook_leaves_nothing_but_its_record(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    await scene.submits()
    await scene.works()
    await scene.submits()
    before = len(scene.heard)
    done = await scene.does("requester", "deleteWebhook", webhookId=webhook_id)
    await scene.works()
    left = [
        (await sql.fetch(f"SELECT COUNT(*) AS n FROM {table}"))[0]["n"]
        for table in ("webhooks", "webhook_deliveries", "webhook_attempts")
    ]

    assert (done["deletedId"], len(scene.heard), left) == (webhook_id, before, [0, 0, 0])
    assert [one.act for one in await audit.trail(webhook_id)][-1] == "webhook.deleted"


async def test_the_catalogue_names_what_can_be_told_and_how_it_is_asked_for(scene: Scene) -> None:
    front = await door(scene.world, "agent")
    found = (await front.data("{ webhookEvents { event type meaning field } }"))["webhookEvents"]

    assert [(one["event"], one["type"], one["field"]) for one in found] == [
        ("REQUEST_CHANGED", "request.changed", "request"),
        ("CASE_CHANGED", "case.changed", "case"),
        ("ALERT_CHANGED", "alert.changed", "alert"),
        ("SHOW_CHANGED", "show.changed", "node"),
    ]
