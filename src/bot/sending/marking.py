"""Showing at once that a click arrived, without keeping anybody waiting.

The mark is written over the card through the click's own `response_url`, beside the transaction
that the click asks for, and the acknowledgement waits for neither. Two things would go wrong:

* The mark could come after the card as it stands by then, and stay. So the copy is held, before
  both, until the mark is written or cannot be any more; the sender does not touch a copy that is
  held.
* The vote could be refused, and the mark stay. So what the copy shows is forgotten, and it is
  drawn anew, whether anything changed or not. A sender that was drawing it meanwhile does not
  take that back: it only says what a copy shows which shows what it read.

A process that dies in between leaves a hold that ends by itself, and a wish, made with the hold,
that the card be drawn anew then; who comes to the end takes that wish back.

A decision that comes by a form marks the card that the form was opened on: the form carries where
that is.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import structlog

from bot.limits.numbers import PRIVATE_METADATA_MAX
from bot.messages.marks import processing
from bot.messages.parts import Block
from bot.sending.editing import ask_to_show
from domain import ids, steps
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import records as jobs
from domain.notices import records as notices

#: Where Slack takes answers to clicks. Source: Slack, handling user interaction.
HOST = "hooks.slack.com"

#: How long writing a mark may take, and how long a copy is held for it. Ours.
SECONDS, HELD = 2.5, timedelta(seconds=4)

#: How many marks are written at once; further clicks do without. Ours.
UNDER_WAY_MAX = 50

#: What stands between what a form carries of its own and the card it was opened on.
_CARRIES = "\n"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Marked:
    """A card that was clicked: where it stands, what it is called, and where to answer."""

    channel: str
    ts: str
    title: str
    response_url: str

    def carried_by(self, form: Block) -> Block:
        """Return a form that carries this card, where it has room for it."""
        packed = json.dumps([self.channel, self.ts, self.title, self.response_url])
        kept = f"{form['private_metadata']}{_CARRIES}{packed}"
        fits = len(kept) <= PRIVATE_METADATA_MAX
        return {**form, "private_metadata": kept} if fits else form

    @property
    def handle(self) -> str:
        """What the copy is called in `notices`."""
        return f"{self.channel}:{self.ts}"


def carried(metadata: str) -> tuple[str, Marked | None]:
    """Return what a form carries of its own, and the card it was opened on, if it says so."""
    own, _, packed = metadata.partition(_CARRIES)
    try:
        channel, ts, title, response_url = map(str, json.loads(packed))
    except (TypeError, ValueError):
        return metadata, None
    return own, Marked(channel, ts, title, response_url)


class Marks:
    """Writes marks; `api_url` says whether Slack is meant, or a fake beside it."""

    def __init__(self, hub: Hub, api_url: str) -> None:
        self._hub = hub
        self._api = urlsplit(api_url)
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def may_answer(self, url: str) -> bool:
        """Whether an address is Slack's own for answers, or the configured fake's.

        Nothing else is ever called, whoever signed the delivery that names it.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None:
            return False
        if (parts.scheme, parts.hostname, port or 443) == ("https", HOST, 443):
            return True
        is_fake = self._api.hostname != "slack.com"
        same = (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc)
        return is_fake and same and parts.path.startswith("/response/")

    @asynccontextmanager
    async def writing(self, card: Marked | None) -> AsyncIterator[None]:
        """Write the mark while the block runs, and have the card drawn anew after both."""
        if card is None or len(self._tasks) >= UNDER_WAY_MAX:
            yield
            return
        if not self.may_answer(card.response_url):
            log.warning("answer_address_refused", host=urlsplit(card.response_url).hostname)
            yield
            return
        wish = await self._ahead(card)
        if wish is None:  # No copy of ours: nobody would draw it anew.
            yield
            return
        decided = asyncio.Event()
        task = asyncio.create_task(self._write(card, decided, wish))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            yield
        finally:
            decided.set()

    async def settled(self) -> None:
        """Wait until no mark is being written."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Wait for what is being written, and close the connections."""
        await self.settled()
        if self._session is not None:
            await self._session.close()

    async def _ahead(self, card: Marked) -> str | None:
        """Hold a copy, and wish that it is drawn anew when the hold ends; return the wish's key."""
        async with transaction():
            subject_id = await notices.be_busy(card.handle, self._hub.clock.now() + HELD)
            if subject_id is None:
                return None
            return await ask_to_show(self._hub, subject_id, ids.new(ids.Prefix.JOB), after=HELD)

    async def _write(self, card: Marked, decided: asyncio.Event, wish: str) -> None:
        try:
            await self._post(card)
            await decided.wait()
            await self._done(card, wish)
        except Exception:
            log.exception("mark_fault")

    async def _post(self, card: Marked) -> None:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout)
        body = {"replace_original": True, **processing(card.title)}
        try:
            with steps.calling("slack", "response_url") as step:
                async with self._session.post(
                    card.response_url, json=body, allow_redirects=False
                ) as answer:
                    step.outcome = str(answer.status)
                if not answer.ok:
                    log.info("mark_refused", status=answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("mark_lost", reason=type(error).__name__)

    async def _done(self, card: Marked, wish: str) -> None:
        """Let the sender draw the card again, and ask for it now instead of later."""
        async with transaction():
            await jobs.cancel(wish, self._hub.clock.now())
            subject_id = await notices.be_done(card.handle)
            if subject_id is not None:
                # Its own key: a click that is delivered twice is marked twice.
                await ask_to_show(self._hub, subject_id, ids.new(ids.Prefix.JOB))
