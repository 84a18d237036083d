"""What is asked about each market and account, and what the answers mean for the whole. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from domain.activation.model import Activation, Alternative, Word, worst
from domain.catalog.model import Category
from domain.catalog.premises import Account
from domain.consents import rules as consents
from domain.consents.model import AgeBand, Channel, Entry, Purpose
from domain.decisions.model import Judgement, Outcome
from domain.requests.kinds import campaign, targeting
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.kinds.kind import Payload
from domain.requests.kinds.targeting import Means, TargetingBrief
from domain.requests.model import Request
from domain.rights.verdicts import Standing
from domain.territories import TERRITORIES

#: The table that judges each market and account.
TABLE = "activation"

#: What is said of a country that nobody knows.
UNKNOWN = "unknown"

#: How many markets and accounts are named in a note.
NAMED_MAX = 12

#: The youngest somebody of an age band can be; of whom nobody knows, anything.
YOUNGEST: Mapping[AgeBand | None, int] = {
    None: 0,
    AgeBand.UNDER_13: 0,
    AgeBand.FROM_13_TO_15: 13,
    AgeBand.FROM_16_TO_17: 16,
    AgeBand.ADULT: 18,
}

Facts = dict[str, Any]


def topic(brief: CampaignBrief | None) -> str:
    """Return what a campaign advertises, as the table calls it; nothing regulated if none."""
    if brief is None:
        return Category.NONE.value
    if brief.category is Category.NONE and brief.sensitive_topic:
        return "sensitive"
    return brief.category.value


def of_campaign(brief: CampaignBrief, rights: Mapping[str, str]) -> list[Facts]:
    """Return what is asked about each market of a campaign; `rights` of its files by market."""
    said = topic(brief)
    return [
        _of_market(market, brief.audience.age_from, said, special=False, rights=rights[market])
        for market in sorted(brief.markets)
    ]


def of_targeting(
    brief: TargetingBrief,
    campaign: CampaignBrief | None,
    accounts: Mapping[str, Account],
    ledgers: Mapping[str, Sequence[Entry]],
) -> list[Facts]:
    """Return what is asked about each account on a list, or about each market without one.

    `campaign` is the one whose targets change. An account that is not there any more never agreed.
    """
    said = topic(campaign)
    if not brief.account_ids:
        special, youngest = brief.special_category, brief.youngest_age
        found = [
            _of_market(market, youngest, said, special=special, rights="not_needed")
            for market in sorted(brief.markets)
        ]
        unlisted = {"channel": "journey", "consent": "unlisted"}
        return [one | unlisted for one in found] if brief.means is Means.JOURNEY else found
    return [
        _of_account(brief, said, one, accounts.get(one), ledgers.get(one, ()))
        for one in brief.account_ids
    ]


def reached_by(brief: TargetingBrief) -> Channel:
    """Return by what a list reaches its accounts, as consents are given for."""
    if brief.means is Means.AD_SET:
        return Channel.AD_AUDIENCE
    return brief.reached_by or Channel.EVERY


def agreed(brief: TargetingBrief, entries: Iterable[Entry]) -> bool:
    """Whether somebody still agrees to be reached as a list reaches them."""
    return consents.given(entries, Purpose.DIRECT_MARKETING, reached_by(brief))


def rights_word(standings: Iterable[Standing]) -> str:
    """Return how files stand in a market, the worst of all; where nobody declared, `undeclared`."""
    found = max(standings, key=list(Standing).index, default=None)
    return "undeclared" if found is None else found.value


def brief_of(request: Request) -> CampaignBrief | TargetingBrief | None:
    """Return what a request asks for, if it is of a kind that is judged."""
    if request.kind == campaign.KIND.name:
        return CampaignBrief.model_validate(request.payload)
    if request.kind == targeting.KIND.name:
        return TargetingBrief.model_validate(request.payload)
    return None


def stood(
    brief: Payload | None, revision: int, kept: Iterable[tuple[int, Judgement]]
) -> Activation | None:
    """Return what the judgements that are kept, each with its revision, say of one revision.

    None for kinds that are not judged, and before they were.
    """
    if not isinstance(brief, CampaignBrief | TargetingBrief):
        return None
    return activation(brief, [one for at, one in kept if at == revision])


def activation(
    brief: CampaignBrief | TargetingBrief, judgements: Iterable[Judgement]
) -> Activation | None:
    """Return what the judgements of a revision mean for it; None if it was not judged yet.

    The last one of each market and account counts: what is judged again says how it stands now.
    """
    latest = {
        (one.facts.get("market"), one.facts.get("account")): one
        for one in judgements
        if one.table == TABLE
    }
    if not latest:
        return None
    judged = list(latest.values())
    word = worst([_word(one) for one in judged])
    if word is Word.ALTERNATIVE:
        made = _alternative(brief, judged)
        word = Word.BLOCK if made is None else word
        return Activation(word, _reasons(judged, Word.ALTERNATIVE), made)
    return Activation(word, () if word is Word.ACTIVATE else _reasons(judged, word))


def _of_market(market: str, youngest: int, said: str, *, special: bool, rights: str) -> Facts:
    return {
        "channel": "contextual",
        "consent": "not_needed",
        "source": "none",
        "youngest_age": youngest,
        "country": market if market in TERRITORIES else UNKNOWN,
        "topic": said,
        "special": special,
        "rights": rights,
        "market": market,
        "name": market,
    }


def _of_account(
    brief: TargetingBrief,
    said: str,
    account_id: str,
    account: Account | None,
    entries: Sequence[Entry],
) -> Facts:
    entry = consents.effective(entries, Purpose.DIRECT_MARKETING, reached_by(brief))
    stands = "missing" if entry is None or account is None else entry.said.state.value
    newest = sorted(entries, key=lambda one: one.said.said_at, reverse=True)
    band = next((one.said.age_band for one in newest if one.said.age_band), None)
    country = next((one.said.country for one in newest if one.said.country), UNKNOWN)
    return {
        "channel": "custom_audience" if brief.means is Means.AD_SET else "journey",
        "consent": stands,
        "source": entry.said.source.value if entry else "none",
        "youngest_age": YOUNGEST[band],
        "country": country,
        "topic": said,
        "special": brief.special_category,
        "rights": "not_needed",
        "account": account_id,
        "name": account.pseudonym if account else account_id,
    }


def _word(one: Judgement) -> Word:
    """Return what is said of a market or account; whatever nobody decided is for people."""
    said = [str(row.get("outcome")) for row in one.rows]
    if one.outcome is not Outcome.DECIDED or not said or not set(said) <= set(Word):
        return Word.REVIEW
    return worst([Word(found) for found in said])


def _reasons(judged: Sequence[Judgement], word: Word) -> tuple[str, ...]:
    """Return why it is `word`, each reason with whom it is said of, as many as a note holds."""
    found: dict[str, list[str]] = {}
    for one in judged:
        if _word(one) is word:
            found.setdefault(_why(one, word), []).append(str(one.facts.get("name", "")))
    return tuple(f"{_named(names)}: {why}" for why, names in found.items())


def _why(one: Judgement, word: Word) -> str:
    beside = zip_longest(one.rows, one.reasons)
    said = [why for row, why in beside if why and (not row or row.get("outcome") == word)]
    return " ".join(dict.fromkeys(said)) or "nobody could tell."


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED_MAX
    listed = ", ".join(names[:NAMED_MAX])
    return f"{listed} and {more} more" if more > 0 else listed


def _alternative(
    brief: CampaignBrief | TargetingBrief, judged: Sequence[Judgement]
) -> Alternative | None:
    """Return the brief without what stands against it; None if nothing would be left."""
    markets = _out(judged, "market", "without_market")
    left = [one for one in brief.markets if one not in markets]
    if not left:
        return None
    payload = brief.model_dump(mode="json") | {"markets": left}
    if isinstance(brief, CampaignBrief):
        payload["button_languages"] = [
            one for one in payload["button_languages"] if one["market"] in left
        ]
        return Alternative(markets, (), contextual=False, said=_left_out(markets), payload=payload)
    return _other_list(brief, judged, markets, payload)


def _other_list(
    brief: TargetingBrief,
    judged: Sequence[Judgement],
    markets: tuple[str, ...],
    payload: Facts,
) -> Alternative | None:
    """Return a targeting without the accounts that stand against it, or without any list."""
    out = _out(judged, "account", "without_account")
    kept = [one for one in brief.account_ids if one not in out]
    by_context = any(row.get("instead") == "contextual" for one in judged for row in one.rows)
    if not by_context and (kept or not brief.account_ids):
        size = max(brief.audience_size - len(out), len(kept))
        payload |= {"account_ids": kept, "audience_size": size}
        names = {str(one.facts.get("account")): str(one.facts.get("name")) for one in judged}
        said = _left_out([*markets, *(names[one] for one in out)])
        return Alternative(markets, out, contextual=False, said=said, payload=payload)
    if brief.subject_id is None:
        return None  # A journey to nobody is none, and there is no campaign to run instead.
    payload |= {"account_ids": [], "means": Means.AD_SET.value, "reached_by": None}
    said = "by context, in the campaign's ad sets, without the list"
    return Alternative(markets, brief.account_ids, contextual=True, said=said, payload=payload)


def _out(judged: Sequence[Judgement], fact: str, instead: str) -> tuple[str, ...]:
    """Return which markets or accounts have to be left out, each once."""
    found = [
        str(one.facts[fact])
        for one in judged
        if fact in one.facts and any(row.get("instead") == instead for row in one.rows)
    ]
    return tuple(dict.fromkeys(found))


def _left_out(names: Sequence[str]) -> str:
    return f"without {_named(names)}"
