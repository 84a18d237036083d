"""`/campaign away` and `/campaign back`: saying when one is away, and that one is back."""

import re
from collections.abc import Sequence
from datetime import date

from bot.language import later, say
from bot.listeners import away as forms
from bot.listeners.given import Given, named
from bot.messages.away import absences_told, welcome_back
from bot.messages.parts import Message
from domain.absences import rules
from domain.absences.model import Absence
from domain.errors import Conflict, Invalid
from domain.inbox import refreshing
from domain.people import records as people
from domain.reminding import away as absences

#: How a day is written; the second as in German.
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII)

#: The word for the present day; in the reader's language, and in English for everybody.
_TODAY = later("today")

#: How many words an absence takes: two days, and perhaps who stands in.
_DAYS, _WORDS_MAX = 2, 3


async def away(given: Given) -> Message | None:
    """Keep when somebody is away and who stands in; without words, say what is kept."""
    words = given.rest.split()
    me = given.actor.user_id or ""
    if not words:
        return await _told(await absences.absences_of(given.hub, given.actor, me))
    if not _DAYS <= len(words) <= _WORDS_MAX:
        raise Invalid(
            "away_unclear",
            say(
                "Say your first day away, your first day back, and perhaps who stands in:"
                " `/campaign away 2026-12-21 2027-01-04 @colleague`."
            ),
        )
    zone = await forms.zone_of(given.actor)
    today = given.hub.clock.now().astimezone(zone).date()
    first, back_on = (_day(word, today) for word in words[:_DAYS])
    delegate = await _delegate(given, words[_DAYS]) if len(words) > _DAYS else None
    said = absences.Away(me, forms.midnight(first, zone), forms.midnight(back_on, zone), delegate)
    kept = await absences.set_absence(given.hub, given.actor, said)
    await refreshing.ask_for_all(given.hub, [me])
    return await _told([kept], await absences.left_empty(given.actor, kept))


async def back(given: Given) -> Message | None:
    """End what somebody is away for now; with `all`, what is to come as well."""
    word, me, now = given.rest.casefold(), given.actor.user_id or "", given.hub.clock.now()
    if word not in {"", "all"}:
        raise Invalid(
            "back_unclear",
            say(
                "Say `/campaign back` if you are back, or `/campaign back all` to end what is to"
                " come as well."
            ),
        )
    held = await absences.absences_of(given.hub, given.actor, me)
    ended = [one for one in held if word or rules.in_force(one, now)]
    if not ended:
        more = say("You are not away now; `/campaign back all` ends what is to come.")
        raise Conflict("not_away", more if held else say("You are not away."))
    for one in ended:
        await absences.end_absence(given.hub, given.actor, one.id)
    await refreshing.ask_for_all(given.hub, [me])
    left = [one for one in held if one not in ended]
    return welcome_back(left, await _names(left))


async def _told(found: Sequence[Absence], empty: Sequence[int] = ()) -> Message:
    return absences_told(found, await _names(found), empty)


async def _names(found: Sequence[Absence]) -> dict[str, str]:
    return await people.names(sorted({one.delegate_id for one in found if one.delegate_id}))


def _day(word: str, today: date) -> date:
    if word.casefold() in {"today", say(_TODAY).casefold()}:
        return today
    found = _ISO.fullmatch(word) or _DOTTED.fullmatch(word)
    try:
        if found is not None:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:  # The 31st of June.
        pass
    raise Invalid("no_day", say("`{word}` is no day; write it as in 2026-12-21.", word=word[:40]))


async def _delegate(given: Given, word: str) -> str:
    found = await named(given.hub, given.workspace_id, word)
    if found is None or found.user_id is None:
        raise Invalid(
            "nobody_named",
            say(
                "Greenlight knows nobody called `{word}`; name a colleague by `@` who uses it.",
                word=word[:40],
            ),
        )
    return found.user_id
