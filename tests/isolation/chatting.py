"""Using every button, menu, form and word of the chat door, aimed at what one side has.

Everything the bot can show stands in its gallery. Each piece is put before somebody with the ids
of one side in the place of its own, as though it had come to them by mistake, and used.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from bot.fake import views
from bot.fake.inputs import elements_of
from bot.fake.model import Message
from bot.fake.outcome import Outcome
from bot.gallery import gallery
from bot.ids import ActionId
from bot.limits import options_of
from domain.clock import SteppingClock
from tests.bot.office import TEAM, Office, account
from tests.isolation.walking import ID

Json = dict[str, Any]
#: Where it is used: everybody is there.
PLACE = "CWALK"
#: What the gallery calls things by.
_OWN = re.compile(r"\b([a-z]{3})_(?:[0-9]+|[0-9a-z]{26}|audio|image|logo)\b")
#: How long it is from one act to the next.
BETWEEN = timedelta(seconds=2)
#: The number that a word is given where nothing has it.
NO_NUMBER = 987_654
#: What is entered into a field, by its type.
_ENTERED: Mapping[str, str] = {"plain_text_input": "10", "datepicker": "2026-12-24"}


def _card(action: ActionId, value: str) -> Json:
    elements = [{"type": "button", "action_id": action, "value": value}]
    blocks = [{"type": "actions", "block_id": "walked", "elements": elements}]
    return {"surface": "message", "payload": {"blocks": blocks}}


#: Cards that no gallery has: of a vote that can be taken back still, of a release that Spotify
#: shows otherwise, and of one that its title's days hold.
_BESIDES = (
    _card(ActionId.UNDO, "req_1:vot_1"),
    _card(ActionId.MEND, "req_1"),
    _card(ActionId.WAIVE, "req_1"),
)
#: The words of both commands that name something by its number.
WORDS = (
    "/campaign show {request}",
    "/campaign approve {request}",
    "/campaign withdraw {request} Because.",
    "/campaign metrics {request}",
    "/campaign alerts {request}",
    "/campaign pause {request}",
    "/campaign resume {request}",
    "/case show {case}",
    "/case assign {case}",
    "/case comment {case} Seen.",
    "/case resolve {case} Done.",
    "/case reopen {case} Again.",
)
#: Those that list what there is.
LISTS = (
    "/campaign list",
    "/campaign list mine",
    "/campaign list waiting",
    "/campaign alerts",
    "/case list",
)


@dataclass(frozen=True, slots=True)
class Use:
    """One thing to be used: what it is called, where it stands, and which of its values."""

    name: str
    shown: Json = field(hash=False)
    element: Json = field(hash=False)
    block: str = ""
    value: Any = None


@cache
def _gallery() -> list[Json]:
    return gallery()


def uses() -> Iterator[Use]:
    """Yield every button and every choice of every menu, once for each surface it stands on."""
    seen = set()
    for shown in (*_gallery(), *_BESIDES):
        for block in shown["payload"]["blocks"]:
            for element in elements_of(block):
                action, kind = str(element["action_id"]), str(element["type"])
                if action.startswith("value") or kind == "external_select":
                    continue  # It is entered into a form, or offered by what was typed.
                options = [one.get("value") for one in options_of(element)] or [None]
                for at, value in enumerate(options):
                    name = f"{shown['surface']} {action} {at}"
                    if name not in seen:
                        seen.add(name)
                        yield Use(name, shown, element, str(block.get("block_id", "")), value)


def forms() -> Iterator[Json]:
    """Yield every form, once for each that looks otherwise."""
    seen = set()
    for shown in _gallery():
        payload = shown["payload"]
        if shown["surface"] != "modal":
            continue
        looks = (payload["callback_id"], str(_OWN.sub("*", payload.get("private_metadata", ""))))
        if looks not in seen and any(block["type"] == "input" for block in payload["blocks"]):
            seen.add(looks)
            yield payload


@dataclass
class Chat:
    """A workspace in which somebody uses what stands before them; `ids` are those it names."""

    desk: Office
    who: str
    ids: Mapping[str, str]
    numbers: Mapping[str, int]

    async def everything(self) -> AsyncIterator[tuple[str, Any, str]]:
        """Use everything; yield what was used, what that named, and what was heard of it."""
        for use in uses():
            inside = use.shown["payload"].get("private_metadata", "")
            named = self._aimed([use.element, use.block, use.value, inside])
            yield use.name, named, await self._used(use)
        for form in forms():
            yield f"form {form['callback_id']}", self._aimed(form), await self._submitted(form)
            async for name, offered in self._offered(form):
                yield name, "", offered
        for word in WORDS:
            said = word.format(**self.numbers)
            yield word, said, await self._said(said)

    async def lists(self) -> AsyncIterator[tuple[str, str]]:
        """Ask for every list, and for the Home tab; yield what was heard."""
        for word in LISTS:
            yield word, await self._said(word)
        yield "home", await self._heard(await self.desk.clicks.open_home(TEAM, self._account))

    @property
    def _account(self) -> str:
        return account(self.who)

    def _aimed(self, piece: Any) -> Any:
        said = json.dumps(piece, default=str)
        return json.loads(_OWN.sub(lambda one: self.ids.get(one[1], one[0]), said))

    async def _used(self, use: Use) -> str:
        home, clicks, now = self.desk.home, self.desk.clicks, self.desk.world.hub.clock.now()
        payload, value = self._aimed(use.shown["payload"]), self._aimed(use.value)
        given = {"block_id": self._aimed(use.block), "value": value}
        if use.element["type"] == "users_select":
            given["value"] = self._account
        action = str(use.element["action_id"])
        if use.shown["surface"] == "message":
            ts = home.next_ts(now)
            home.post(Message(ts, PLACE, "UBOT", "-", blocks=payload["blocks"], bot_id="BBOT"))
            done = await clicks.act_on_message(TEAM, self._account, PLACE, ts, action, **given)
            return await self._heard(done)
        if use.shown["surface"] == "home":  # Its rows would all be the same thing.
            payload["blocks"] = [one for one in payload["blocks"] if action in str(one)][:1]
            view = views.publish_home(home, self._account, payload, now)
        else:
            view = views.open_modal(home, self._account, payload, now)
        before = deepcopy(view.payload)
        done = await clicks.act_on_view(TEAM, self._account, view.id, action, **given)
        return await self._heard(done, besides=before)

    async def _submitted(self, form: Json) -> str:
        payload, now = self._aimed(form), self.desk.world.hub.clock.now()
        view = views.open_modal(self.desk.home, self._account, payload, now)
        before = deepcopy(view.payload)
        entered = {
            block["block_id"]: {block["element"]["action_id"]: _entry(block["element"])}
            for block in payload["blocks"]
            if block["type"] == "input"
        }
        done = await self.desk.clicks.submit(TEAM, self._account, entered)
        return await self._heard(done, besides=before)

    async def _offered(self, form: Json) -> AsyncIterator[tuple[str, str]]:
        payload, now = self._aimed(form), self.desk.world.hub.clock.now()
        for block in payload["blocks"]:
            element = block.get("element", {})
            if "external_select" in element.get("type", ""):
                view = views.open_modal(self.desk.home, self._account, payload, now)
                typed = (block["block_id"], element["action_id"], "BBB")
                found = await self.desk.clicks.suggest(TEAM, self._account, view.id, *typed)
                yield f"menu {form['callback_id']} {typed[0]}", json.dumps(list(found.options))
        self.desk.home.modals.pop(self._account, None)

    async def _said(self, word: str) -> str:
        return await self._heard(await self.desk.command(self.who, PLACE, word))

    async def _heard(self, done: Outcome, besides: Json | None = None) -> str:
        """Return what somebody was told or shown by what they did, and forget it."""
        await self.desk.bot.marks.settled()
        home, clock = self.desk.home, self.desk.world.hub.clock
        assert isinstance(clock, SteppingClock)
        clock.advance(BETWEEN)  # Slack takes so few answers a second, and tells acts apart by it.
        told: list[Any] = [done.error, done.notice, dict(done.entry_errors), list(done.options)]
        for place, held in home.messages.items():
            direct = place == self.desk.direct(self.who)
            told += [
                [one.text, one.blocks] for one in held if one.only_for == self._account or direct
            ]
            home.messages[place] = [one for one in held if one.only_for is None and not direct]
        stood = [
            *home.modals.pop(self._account, []),
            *filter(None, [home.homes.get(self._account)]),
        ]
        told += [view.payload for view in stood if view.payload != besides]
        home.homes.pop(self._account, None)
        return json.dumps(told, default=str)


def _entry(element: Json) -> Any:
    """Return what is entered: the first choice, a number that is a text as well, a day."""
    options = [one["value"] for one in element.get("options", [])]
    if options:
        return options[:1] if element["type"].startswith("multi") else options[0]
    return _ENTERED.get(element["type"])


def words(heard: str) -> list[str]:
    """Return the words in what was heard, without ids: what anybody could tell apart by."""
    return [ID.sub("*", one).replace(str(NO_NUMBER), "N") for one in _texts(json.loads(heard))]


def _texts(heard: Any) -> Iterator[str]:
    if isinstance(heard, str):
        yield heard
    elif isinstance(heard, list):
        for one in heard:
            yield from _texts(one)
    elif isinstance(heard, dict):
        for key, one in heard.items():
            if isinstance(one, (dict, list)) or key not in _HIDDEN:
                yield from _texts(one)


#: What nobody reads: it tells one thing from the next, and carries what it was opened with.
_HIDDEN = frozenset({"block_id", "private_metadata", "value", "external_id"})
