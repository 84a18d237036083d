"""`/case` and its words."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.gathered import case as case_file
from bot.language import say
from bot.linking import who
from bot.listeners.given import named, numbered
from bot.messages.case_card import case_list, queue_card, reporter_card
from bot.messages.case_forms import new_form
from bot.messages.case_texts import CASE_HELP, done, unknown_case_word
from bot.messages.parts import Message
from bot.messages.texts import help_text
from domain.actor import Actor
from domain.cases import assign, comment, handle, reading
from domain.cases.model import Case, Source
from domain.cases.reading import CaseOrder, CaseWhere
from domain.cases.rules import OPEN
from domain.errors import Invalid
from domain.hub import Hub
from domain.pages import Direction, PageRequest
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import require

#: How many cases a list in chat shows.
LIST_MAX = 10

#: Words that change something, and what each takes after the number.
_ACTING = frozenset({"assign", "comment", "resolve", "reopen"})


async def answered(hub: Hub, client: AsyncWebClient, body: Mapping[str, Any]) -> Message | None:
    """Do what `/case` asks for; None where a form says the rest."""
    given, _, rest = body["text"].strip().partition(" ")
    word = given.casefold()
    if word in {"", "help"}:
        return help_text(*CASE_HELP)
    actor = await who.actor(hub, client, body["team_id"], body["user_id"])
    if word == "new":
        require(actor, Act.OPEN_CASE)
        form = new_form(Source.COMMAND, heading=" ".join(rest.split()))
        await client.views_open(trigger_id=body["trigger_id"], view=form)
        return None
    if word == "list":
        return await _listed(actor)
    if word == "show":
        return await _shown(hub, actor, await _case(actor, rest))
    if word in _ACTING:
        number, _, said = rest.strip().partition(" ")
        case = await _case(actor, number)
        return await _acted(hub, actor, body["team_id"], word, case, said.strip())
    return unknown_case_word(given)


async def _acted(
    hub: Hub, actor: Actor, workspace: str, word: str, case: Case, said: str
) -> Message:
    number = case.number
    if word == "assign":
        owner = await _owner(hub, workspace, said) if said else actor
        await assign.assign(hub, actor, case.id, owner.user_id)
        return done(say("Case {number} is with {name} now.", number=number, name=owner.name))
    if word == "comment":
        await comment.comment(hub, actor, case.id, said)
        return done(say("That stands in case {number} now.", number=number))
    if word == "resolve":
        await handle.resolve(hub, actor, case.id, said)
        return done(say("Case {number} is resolved.", number=number))
    await handle.reopen(hub, actor, case.id, said)
    return done(say("Case {number} is open again.", number=number))


async def _listed(actor: Actor) -> Message:
    where = CaseWhere(states=tuple(sorted(OPEN)))
    page = await reading.page(
        actor, where, CaseOrder.UPDATED, Direction.DESC, PageRequest(LIST_MAX)
    )
    found = [case for _, case in page.items]
    teams = await people.team_names(sorted({case.team_id for case in found if case.team_id}))
    return case_list(found, teams)


async def _shown(hub: Hub, actor: Actor, case: Case) -> Message | None:
    found = await case_file.load(case.id)
    if found is None:
        return None
    inside = await reading.handles(actor, case)
    return queue_card(found, hub.clock.now()) if inside else reporter_card(found)


async def _case(actor: Actor, given: str) -> Case:
    number = numbered(given)
    if number is None:
        raise Invalid("no_number", say("Say which: `/case show 12`."))
    return await reading.get_by_number(actor, number)


async def _owner(hub: Hub, workspace: str, said: str) -> Actor:
    """Return whom a command names; `Invalid` where nobody of the hub is behind it."""
    found = await named(hub, workspace, said)
    if found is None:
        raise Invalid(
            "nobody_named",
            say("Name somebody whom Greenlight knows: `/case assign 12 @somebody`."),
        )
    return found
