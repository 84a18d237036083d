"""The receiver of docs/webhooks.md, run as it stands there against what is really sent."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.domain.webhooks.scene import Scene

PAGE = Path(__file__).parents[3] / "docs/webhooks.md"


def worked(secret: str, scene: Scene) -> Any:
    """Return the receiver of the page, which has nothing of the hub's but this secret."""
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert code is not None
    room: dict[str, Any] = {}
    exec(code[1], room)
    return room["Receiver"](secret, lambda: scene.clock.now().timestamp())


async def test_it_takes_what_is_signed_for_it_once_and_the_latest(scene: Scene) -> None:
    _, secret = await scene.registers("requester")
    receiver = worked(secret, scene)
    request_id = await scene.submits()
    await scene.works()
    await scene.withdraws(request_id)
    await scene.works()
    sent = scene.sending.heard
    answers = [receiver.take(one.headers, one.body) for one in (sent[-1], *sent, sent[0])]
    latest = receiver.latest[request_id]

    assert set(answers) == {200}
    assert len(receiver.taken) == len(set(scene.sending.ids)) > 1
    assert latest["data"]["request"]["state"] == "WITHDRAWN"


async def test_it_refuses_what_is_not(scene: Scene) -> None:
    webhook_id, secret = await scene.registers("requester")
    receiver = worked(secret, scene)
    await scene.tries(webhook_id)
    (message,) = scene.sending.heard
    forged = message.body.replace(b"webhook.test", b"webhook.toast")
    stranger = worked("whsec_" + "A" * 44, scene)
    answers = [receiver.take(message.headers, forged), stranger.take(message.headers, message.body)]
    scene.clock.advance(timedelta(minutes=6))
    late = receiver.take(message.headers, message.body)

    assert (answers, late) == ([401, 401], 400)
    assert receiver.taken == set()
