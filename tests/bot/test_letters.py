"""Reminders by mail where chat reaches nobody, and what mails say in which language."""

from datetime import timedelta

import pytest

from bot.language import speaking
from bot.messages import letters
from bot.specimens.request import Specimen, Words
from domain.approvals.model import StageState
from domain.chat.mailing import Letter, RefusedForGoodError
from domain.database import sql
from domain.jobs import service as jobs
from domain.people import leading
from domain.requests.model import Request, RequestState
from domain.tellings import records
from domain.tellings.model import Outcome, Way, What
from tests.bot.days import MONDAY, to
from tests.bot.office import Office
from tests.world import ROOT

URL = "https://hub.example.com"


async def tellings_of(request: Request, what: What) -> list[tuple[str, Way, Outcome, str | None]]:
    found = (await records.of_requests([request.id]))[request.id]
    return [
        (one.user_id or "", one.way, one.outcome, one.reason) for one in found if one.what is what
    ]


async def unreached(desk: Office, who: str) -> str:
    """Take somebody's account away; return who they are."""
    user_id = desk.world.people[who]
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", user_id)
    return user_id


async def test_who_has_no_account_is_reminded_by_mail_once_and_others_in_chat(
    desk: Office,
) -> None:
    request = await desk.asks()
    user_id = await unreached(desk, "brand_one")
    to(desk, MONDAY)
    for _ in range(3):
        await desk.work()
    told = {user: rest for user, *rest in await tellings_of(request, What.REMINDER)}
    (mail,) = [one for one in desk.box.mails if one.to == "brand_one@hub.example.com"]

    assert told[user_id] == [Way.EMAIL, Outcome.DELIVERED, None]
    assert told[desk.world.people["brand_two"]] == [Way.DIRECT, Outcome.DELIVERED, None]
    assert mail.subject == "Greenlight: #1 Spring launch waits for you in Brand."
    assert f"{desk.url}/requests/1" in mail.text


async def test_what_is_carried_up_reaches_by_mail_who_left_slack(desk: Office) -> None:
    world = desk.world
    lead = world.people["brand_two"]
    await leading.set_lead(world.hub, ROOT, world.teams["brand"], lead, lead=True)
    to(desk, MONDAY)
    request = await desk.asks()
    desk.home.users[desk.account("brand_two")].deleted = True
    to(desk, MONDAY + timedelta(hours=28))
    for _ in range(2):
        await desk.work()

    assert (lead, Way.EMAIL, Outcome.DELIVERED, None) in await tellings_of(request, What.ESCALATION)
    assert any("has not decided" in one.subject for one in desk.box.mails)


async def test_a_mail_does_not_come_after_the_vote(desk: Office) -> None:
    request = await desk.asks()
    user_id = await unreached(desk, "brand_one")
    to(desk, MONDAY)
    desk.box.trouble.extend([OSError("out")])
    await desk.work()
    await sql.execute("UPDATE stages SET state = 'approved' WHERE key = 'brand'")
    to(desk, MONDAY + timedelta(minutes=10))
    await desk.work()
    told = {user: rest for user, *rest in await tellings_of(request, What.REMINDER)}

    assert told[user_id] == [Way.EMAIL, Outcome.DROPPED, "the stage was decided"]
    assert desk.box.mails == []


async def test_a_reminder_that_is_refused_for_good_is_tried_again_when_a_person_says_so(
    desk: Office,
) -> None:
    request = await desk.asks()
    user_id = await unreached(desk, "brand_one")
    to(desk, MONDAY)
    desk.box.trouble.append(RefusedForGoodError("550 no such mailbox"))
    await desk.work()
    failed = {user: rest for user, *rest in await tellings_of(request, What.REMINDER)}
    (dead,) = await sql.fetch("SELECT key FROM jobs WHERE state = 'dead' AND kind = 'mail.send'")
    hub = desk.world.hub
    await jobs.retry(hub.wake, hub.clock.now(), dead["key"])
    await desk.work()
    told = {user: rest for user, *rest in await tellings_of(request, What.REMINDER)}

    assert failed[user_id] == [Way.EMAIL, Outcome.FAILED, "refused for good"]
    assert told[user_id] == [Way.EMAIL, Outcome.DELIVERED, None]
    assert len(desk.box.mails) == 1


SAID = {
    ("en", Letter.DECIDE): "waits for your decision in the stage",
    ("en", Letter.STANDS): "is now in review",
    ("en", Letter.PLACE): "was handed to your show's team",
    ("de", Letter.DECIDE): "auf Ihre Entscheidung",
    ("de", Letter.STANDS): "ist jetzt in Prüfung",
    ("de", Letter.PLACE): "dem Team Ihrer Sendung übergeben",
}


@pytest.mark.parametrize(("language", "letter"), SAID)
def test_every_letter_is_written_in_its_readers_language(language: str, letter: Letter) -> None:
    request = Specimen(Words()).request(RequestState.IN_REVIEW, "One\nBcc: more")
    with speaking(language):
        words = letters.of_request(letter, request, "Brand", URL)
    ends = {"en": "An administrator of Greenlight can mend that.", "de": "kann das beheben."}

    assert SAID[language, letter] in words.subject
    assert words.text.strip().endswith(ends[language])
    assert f"{URL}/requests/{request.number}\n" in words.text
    assert "One Bcc: more" in words.text
    assert "\n" not in words.subject


def test_what_somebody_wrote_is_one_line_of_a_mail_and_no_sentence_of_ours() -> None:
    drawn = Specimen(Words(title="{at}\r\nBcc: x@example.com\n\n.\n"))
    request = drawn.request(RequestState.IN_REVIEW, None)
    words = letters.of_request(Letter.STANDS, request, drawn.stage(StageState.OPEN).title, URL)

    assert "{at} Bcc: x@example.com ." in words.subject
    assert not [line for line in words.text.splitlines() if line.startswith(("Bcc", "."))]
