"""What comes of sending: tried again, given up, paused; one id, two secrets, no leak in the log."""

import base64
import hashlib
import hmac
from datetime import timedelta

from domain.activation.journeys.rules import WAITS
from domain.audit import service as audit
from domain.database import sql
from domain.jobs import service as jobs
from domain.people import service as people
from domain.subscriptions.sending import LEFT_FOR, LOOK
from domain.webhooks import Answer, Message, delivery_records, rules
from domain.webhooks.model import Standing
from tests.api.door import door
from tests.domain.webhooks.scene import Scene
from tests.world import ROOT


def signatures(message: Message, secret: str) -> bool:
    """Whether a message is signed with a secret, by the published specification alone."""
    headers = message.headers
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + message.body
    right = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return f"v1,{right}" in headers["webhook-signature"].split(" ")


async def test_an_attempt_that_fails_is_made_again_under_the_same_id(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    scene.answers(503, None, 200)
    await scene.tries(webhook_id)
    (waiting,) = await scene.sent(webhook_id)
    await scene.works(seconds=WAITS[0])
    await scene.works(seconds=WAITS[1])
    (taken,) = await scene.sent(webhook_id)

    assert (waiting["state"], waiting["trouble"]) == ("WAITING", "It answered 503.")
    assert waiting["nextAt"] is not None
    assert scene.sending.ids == [waiting["id"]] * 3
    assert (taken["state"], [one["code"] for one in taken["attempts"]]) == (
        "DELIVERED",
        [503, None, 200],
    )


async def test_after_a_day_of_attempts_a_delivery_is_given_up(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    scene.answers(500)
    await scene.tries(webhook_id)
    for seconds in WAITS:
        await scene.works(seconds=seconds)
    (given_up,) = await scene.sent(webhook_id)

    assert sum(WAITS) >= timedelta(days=1).total_seconds()
    assert (given_up["state"], len(given_up["attempts"])) == ("FAILED", len(WAITS) + 1)


async def test_many_failures_in_a_row_pause_it_and_its_owner_is_told_once(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    scene.answers(500)
    for _ in range(4):
        await scene.submits()
    for seconds in (0, 10, 60, 300, 900, 3_600, 7_200):
        await scene.works(seconds=seconds)
    log = await scene.log(webhook_id)
    told = await sql.fetch("SELECT user_id, what, details FROM tellings WHERE what = 'webhook'")
    tried = len(scene.sending.heard)
    await scene.submits()
    await scene.works(seconds=90_000)

    assert (log["state"], log["pausedWhy"]) == ("PAUSED", "FAILING")
    assert tried >= rules.FAILURES_MAX
    assert len(scene.sending.heard) == tried
    assert [one["user_id"] for one in told] == [scene.world.people["requester"]]
    assert sql.document(told[0]["details"]) == {"webhook": "The shop", "why": "failing"}


async def test_a_burst_of_failures_in_one_minute_pauses_nothing(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    scene.answers(*[500] * 30, 200)
    for _ in range(8):
        await scene.submits()
    for seconds in (0, 10, 60, 60):
        await scene.works(seconds=seconds)
    log = await scene.log(webhook_id)

    assert len(scene.sending.heard) > rules.FAILURES_MAX
    assert log["state"] == "ACTIVE"


async def test_a_receiver_that_is_gone_is_sent_nothing_more(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    scene.answers(410)
    await scene.submits()
    await scene.works()
    await scene.submits()
    await scene.works(seconds=90_000)
    log = await scene.log(webhook_id)

    assert (log["state"], log["pausedWhy"], len(scene.sending.heard)) == ("PAUSED", "GONE", 1)
    assert [edge["node"]["state"] for edge in log["deliveries"]["edges"]] == ["FAILED"]


async def test_what_changes_while_it_is_paused_is_sent_once_it_is_resumed(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    await scene.does("requester", "pauseWebhook", webhookId=webhook_id)
    request_id = await scene.submits()
    await scene.works()
    await scene.withdraws(request_id)
    await scene.works()
    meanwhile = len(scene.sending.heard)
    done = await scene.does("requester", "resumeWebhook", webhookId=webhook_id)
    await scene.works()

    assert (meanwhile, done["webhook"]["state"]) == (0, "ACTIVE")
    assert [one["data"]["request"]["state"] for one in scene.heard] == ["WITHDRAWN"]


async def test_a_webhook_whose_owner_is_barred_is_paused_and_managers_are_told(
    scene: Scene,
) -> None:
    webhook_id, _ = await scene.registers("requester")
    await scene.submits("manager")
    await people.deactivate(scene.world.hub, ROOT, scene.world.people["requester"])
    await scene.works()
    log = await scene.log(webhook_id, "admin")
    front = await door(scene.world, "manager")
    cases = await front.data("{ cases(first: 5) { edges { node { title queue } } } }")
    again = await scene.does("admin", "resumeWebhook", webhookId=webhook_id)

    assert scene.heard == []
    assert (log["state"], log["pausedWhy"]) == ("PAUSED", "BARRED")
    assert cases["cases"]["edges"][0]["node"]["title"] == "The webhook The shop has no owner"
    assert [one["code"] for one in again["errors"]] == ["owner_barred"]


async def test_two_secrets_sign_for_a_day_after_a_rotation(scene: Scene) -> None:
    webhook_id, first = await scene.registers("requester")
    done = await scene.does("requester", "rotateWebhookSecret", webhookId=webhook_id)
    await scene.submits()
    await scene.works()
    both = scene.sending.heard[-1]
    scene.clock.advance(timedelta(hours=25))
    await scene.submits()
    await scene.works()
    one = scene.sending.heard[-1]

    assert done["webhook"]["previousSecretUntil"] is not None
    assert [signatures(both, secret) for secret in (first, done["secret"])] == [True, True]
    assert [signatures(one, secret) for secret in (first, done["secret"])] == [False, True]


async def test_a_test_tells_of_nothing_and_goes_out_while_it_is_paused(scene: Scene) -> None:
    webhook_id, secret = await scene.registers("requester")
    await scene.does("requester", "pauseWebhook", webhookId=webhook_id)
    await scene.does("requester", "testWebhook", webhookId=webhook_id)
    await scene.works()
    (message,) = scene.heard

    assert (message["type"], message["subject"], message["data"]) == ("webhook.test", None, None)
    assert signatures(scene.sending.heard[0], secret)


async def test_an_excerpt_hides_secrets_and_is_short(scene: Scene) -> None:
    webhook_id, secret = await scene.registers("requester")

    class Echo:
        def require(self, address: str) -> None:
            """Send to every address."""

        async def send(self, message: Message) -> Answer:
            said = f"{secret}\n{message.headers['webhook-signature']}\x07{'x' * 900}"
            return Answer(400, said=said)

    echoing = Scene(scene.world, scene.clock, Echo())
    await echoing.tries(webhook_id)
    (sent,) = await echoing.sent(webhook_id)
    excerpt = sent["attempts"][0]["excerpt"]

    assert excerpt.startswith("[hidden] [hidden] xxx")
    assert len(excerpt) == rules.EXCERPT_MAX


async def test_something_sent_before_is_sent_anew_as_it_stands_now(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    request_id = await scene.submits()
    await scene.works()
    (first, *_) = reversed(await scene.sent(webhook_id))
    done = await scene.does("requester", "redeliver", deliveryId=first["id"])
    await scene.works()
    last = scene.heard[-1]

    assert done["errors"] == []
    assert last["subject"] == request_id
    assert last["sequence"] > first["sequence"]
    assert scene.sending.ids[-1] != first["id"]


async def test_the_log_ends_and_payloads_are_forgotten_before(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    await scene.tries(webhook_id)
    before = await scene.sent(webhook_id)
    await _looks(scene, rules.PAYLOAD_KEPT)
    lean = await scene.sent(webhook_id)
    await _looks(scene, rules.LOG_KEPT)

    assert all(one["payload"] for one in before)
    assert [(one["id"], one["payload"]) for one in lean] == [(one["id"], None) for one in before]
    assert await scene.sent(webhook_id) == []


async def test_of_each_webhook_only_the_newest_are_kept(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    for _ in range(3):
        await scene.tries(webhook_id)
    newest, *_ = await scene.sent(webhook_id)
    long_ago = scene.clock.now() - timedelta(days=99)
    await delivery_records.forget(long_ago, long_ago, 1)

    assert [one["id"] for one in await scene.sent(webhook_id)] == [newest["id"]]


async def test_what_no_job_is_left_for_is_asked_for_again(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    await scene.submits()
    await sql.execute("DELETE FROM jobs")
    await scene.works()
    lost = len(scene.sending.heard)
    await _looks(scene, LEFT_FOR + timedelta(seconds=1))
    sent = await scene.sent(webhook_id)

    assert lost == 0
    assert {one["state"] for one in sent} == {Standing.DELIVERED.name}
    assert await audit.verify(scene.world.hub.secrets) == []


async def _looks(scene: Scene, after: timedelta) -> None:
    """Let the hourly look happen when so much time has passed."""
    scene.clock.advance(after + timedelta(seconds=1))
    hub, now = scene.world.hub, scene.clock.now()
    await jobs.ask(hub.wake, now, key=f"{LOOK}:{now.isoformat()}", kind=LOOK, lane=LOOK, details={})
    await scene.works()
    await scene.works()
