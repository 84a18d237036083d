"""The owner of a webhook is told that the hub paused it, in chat, or else by mail."""

from domain import ids
from domain.database import sql, transaction
from domain.tellings import service as tellings
from domain.tellings.model import Outcome, Telling, Way, What
from domain.webhooks.model import Why
from tests.bot.days import MONDAY, to
from tests.bot.office import Office

PAUSED = "Your webhook The shop is paused: its receiver took nothing for too long."


async def tells(desk: Office, who: str) -> None:
    """Have somebody told on a working day that their webhook was paused."""
    to(desk, MONDAY)
    hub = desk.world.hub
    now, user_id = hub.clock.now(), desk.world.people[who]
    details = {"webhook": "The shop", "why": Why.FAILING.value}
    telling = Telling(
        id=ids.new(ids.Prefix.TELLING),
        key=f"{who}:failing",
        what=What.WEBHOOK,
        way=Way.DIRECT,
        outcome=Outcome.ASKED,
        asked_at=now,
        user_id=user_id,
        details=details,
    )
    async with transaction():
        await tellings.ask(hub, telling, now)
    for _ in range(3):
        await desk.work()


async def test_they_are_told_directly(desk: Office) -> None:
    await tells(desk, "requester")
    (said,) = desk.told("requester")

    assert said.startswith(PAUSED)


async def test_who_has_no_account_is_told_by_mail(desk: Office) -> None:
    user_id = desk.world.people["requester"]
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", user_id)
    await tells(desk, "requester")
    (mail,) = desk.box.mails

    assert mail.to == "requester@hub.example.com"
    assert mail.subject == f"Greenlight: {PAUSED}"
    assert "resumeWebhook" in mail.text
    assert "You find it here" not in mail.text
