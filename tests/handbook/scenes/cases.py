"""Cases: a complaint that is taken on and answered, and what is offered beyond a limit."""

from app.demo.sample import channel_id
from tests.handbook.stage import Stage

CASE = "Charged twice"


async def played(stage: Stage) -> None:
    desk = stage.desk
    await desk.runs("OpenCase", subjects=[{"kind": "ACCOUNT", "ref": "{accounts[0].id}"}])
    await desk.shown("care", channel_id("customer_service"), CASE)
    await desk.runs("TakeOn")
    await desk.runs("Answer")
    await desk.shown("care", channel_id("customer_service"), "Mika Manager")
    await stage.thread("w5", "care", "customer_service", CASE)
    await desk.runs("Offer", amount="180.00")
    await stage.card("d6", "care", "customer_service", "180")
