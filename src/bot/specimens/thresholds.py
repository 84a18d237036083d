"""Thresholds to draw without a database: the list, and the form in all that it may show."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.language import say
from bot.messages.threshold_entries import entries_of
from bot.messages.threshold_form import USUAL, Draft, Sheet, threshold_form
from bot.messages.threshold_list import threshold_list
from bot.messages.threshold_words import summary, would_have
from bot.specimens.request import NOW, Specimen
from domain.requests.model import RequestState
from domain.thresholds.checking import NAME_MAX
from domain.thresholds.model import AlertSeverity, Episode, Starts, Terms, Threshold, Trial
from domain.thresholds.service import TEMPLATES

_EPISODE = Episode(date(2026, 11, 2), date(2026, 11, 8), AlertSeverity.WARNING)

#: How many watch a campaign where many do.
_MANY = 40


def thresholds_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of the list and the form, tried out and wrong."""
    request = drawn.request(RequestState.LIVE, None)
    called = drawn.words.title[:NAME_MAX]
    every = [replace(one.terms, name=called) for one in TEMPLATES.values()]
    for name, count in (("", len(every)), (" that are none", 0), (" of many", _MANY)):
        some = [
            Threshold(f"thr_{n}", 1, every[n % len(every)], active=True, changed_at=NOW)
            for n in range(count)
        ]
        payload = threshold_list(request, some)
        yield {"name": f"thresholds{name}", "surface": "message", "payload": payload}
    for name, sheet in _sheets(drawn, every[0]):
        form = threshold_form(sheet)
        yield {"name": f"threshold {name}", "surface": "modal", "payload": form}


def _sheets(drawn: Specimen, terms: Terms) -> Iterator[tuple[str, Sheet]]:
    words = drawn.words
    teams = {USUAL: say("The usual team")}
    teams |= {f"team_{number}": words.brand for number in range(100)}
    new = Sheet(Draft(campaign_id="req_1"), words.title, entries_of(terms), teams, {})
    yield "new", new
    yield "edited", replace(new, draft=Draft("thr_1", 2), about=summary(terms))
    trials = {
        "tried": Trial(3, 90, (_EPISODE,) * 3, 1, 12, 2, NOW.date()),
        "tried in vain": Trial(3, 90, (), 0, 0, 0, NOW.date()),
        "of no figures": Trial(0, 90, (), 0, 0),
    }
    for name, trial in trials.items():
        for starts in Starts:
            tried = would_have(trial, replace(terms, starts=starts))
            yield f"{name}, starting {starts}", replace(new, tried=tried)
    yield "wrong in every field", replace(new, errors=dict.fromkeys(new.entered, words.refusal))
