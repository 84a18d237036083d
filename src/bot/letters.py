"""Writing mails in the language of whoever reads them."""

from collections.abc import Mapping
from typing import Any

from bot.cards.alert import heard, seen_by
from bot.gathered import alert as alert_file
from bot.gathered import dossier as dossiers
from bot.language import speaking
from bot.linking import invitations as linking
from bot.messages import distribution, endings, launches, letters
from bot.messages.alert_letter import letter as letter_of
from bot.messages.alert_letter import letter_of_many
from domain.actor import Door
from domain.campaigns import records as campaigns
from domain.cases import records as cases
from domain.chat.mailing import Letter, Words
from domain.distribution import desk as distribution_desk
from domain.hub import Hub
from domain.launches import telling
from domain.people import entering, languages
from domain.requests import records as requests
from domain.rights import desk
from domain.tellings import records as tellings
from domain.tellings.model import What


class Letters:
    """Finds the words of mails; see `domain.chat.mailing.Writer`."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def __call__(
        self, letter: Letter, user_id: str, details: Mapping[str, Any]
    ) -> Words | None:
        """Return what a mail says as things stand now; None where that is not there any more."""
        reader = await languages.of_person(user_id)
        with speaking(reader.locale, reader.time_zone):
            if letter is Letter.LINK:
                return await self._whose(user_id, details)
            if letter in {Letter.RIGHTS, Letter.LAUNCHES}:
                return await self._of_titles(letter, details)
            if letter is Letter.TOLD:
                return await self._told(details["telling_id"])
            if letter in {Letter.ALERT, Letter.CASE_ASKED, Letter.CASE_STANDS}:
                return await self._of_work(letter, user_id, details)
            request = await requests.get(details["request_id"])
            if request is None:
                return None
            paused = request.id in await campaigns.stopped([request.id])
            stage, url = details["stage"], self._hub.public_url
            return letters.of_request(letter, request, stage, url, paused=paused)

    async def _of_titles(self, letter: Letter, details: Mapping[str, Any]) -> Words | None:
        url = self._hub.public_url
        if letter is Letter.LAUNCHES:
            news = await telling.to_tell(self._hub, details)
            return launches.letter(news, url) if news else None
        if "report_id" in details:
            report = await distribution_desk.to_tell(details["report_id"])
            return None if report is None else distribution.letter(report)
        ending = await desk.to_tell(self._hub, details)
        return None if ending is None else endings.letter(ending, url)

    async def _of_work(
        self, letter: Letter, user_id: str, details: Mapping[str, Any]
    ) -> Words | None:
        if letter is Letter.ALERT:
            return await self._of_alert(details["alert_id"], user_id)
        return await self._of_case(letter, details)

    async def _of_case(self, letter: Letter, details: Mapping[str, Any]) -> Words | None:
        case = await cases.get(details["case_id"])
        if case is None:
            return None
        return letters.of_case(letter, case, details["stage"], self._hub.public_url)

    async def _of_alert(self, alert_id: str, user_id: str) -> Words | None:
        now = self._hub.clock.now()
        board = await alert_file.load(alert_id, now)
        reader = await entering.person(self._hub, user_id, Door.CHAT)
        mine = await seen_by(reader, board) if board and reader else None
        told = [one for one in mine.files if heard(one, now)] if mine else []
        if not told:
            return None
        return letter_of(told[0], now) if len(told) == 1 else letter_of_many(told)

    async def _whose(self, user_id: str, details: Mapping[str, Any]) -> Words:
        account = details["workspace_id"], details["chat_user_id"]
        about = await linking.about(self._hub, account)
        return letters.of_account(about, linking.letter_address(self._hub, account, user_id))

    async def _told(self, telling_id: str) -> Words | None:
        told = await tellings.get(telling_id)
        if told is not None and told.what is What.WEBHOOK:
            return letters.of_webhook(told)
        found = None if told is None else await dossiers.of_telling(told)
        if told is None or found is None:
            return None
        return letters.of_telling(*found, told, self._hub.public_url)
