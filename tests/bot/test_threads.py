"""Threads under cards: each step is one reply, told to those it is for."""

from bot.ids import ActionId
from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.database import transaction
from domain.requests.ledger import follow
from domain.tellings.model import Outcome, What
from tests.bot.days import told
from tests.bot.office import TEAM, Office


async def test_each_step_is_one_reply_in_the_thread_and_never_in_the_channel(
    desk: Office,
) -> None:
    request = await desk.asks(agency_id=desk.world.agency_id)
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    await desk.click("brand_two", "CBRAND", ActionId.REJECT)
    await desk.clicks.submit(
        TEAM, desk.account("brand_two"), {"reason": {"value": "<!channel> no"}}
    )
    await desk.work()
    await desk.work()
    thread, mine = desk.thread("CBRAND"), desk.thread(desk.direct("requester"))
    log = await told(request, What.REPLY)

    assert [m.text for m in thread] == ["Brand One approved Brand.", "Brand Two rejected Brand."]
    assert [m.text for m in mine] == [m.text for m in thread]
    assert not any(m.reply_broadcast for m in [*thread, *mine])
    assert "<!channel>" not in str([m.text for m in thread])
    assert '"type": "text", "text": "<!channel> no"' in str(thread[1].blocks).replace("'", '"')
    assert [outcome for _, outcome, _ in log] == [Outcome.DELIVERED] * 4


async def test_what_reviewers_say_elsewhere_is_told_to_them_and_not_to_who_asked(
    desk: Office,
) -> None:
    hub = desk.world.hub
    request = await desk.asks("agent")
    await desk.work()
    said = {"stage": "brand", "round": 1, "reason": "They always ask too much.", "outsider": True}
    async with transaction():
        now = hub.clock.now()
        await audit.record(now, CONNECTOR, "stage.commented_elsewhere", request.id, said)
        await follow(hub, request, now, unchanged=True)
    await desk.work()

    assert [m.text for m in desk.thread("CBRAND")] == ["Somebody commented on Brand in OpenText."]
    assert desk.thread(desk.direct("agent")) == []
