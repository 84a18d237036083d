"""What a campaign asks for, as reviewers read it."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from types import MappingProxyType

from bot.gathered.dossier import Dossier
from bot.language import amount, instant, later, money, retold, say, tongue
from bot.messages.parts import Block, Piece, bullets, fields, label, link, ours, rich, said, woven
from bot.messages.telling import Tell, Telling, ages, file
from bot.messages.terms import word
from bot.messages.words import one_line
from domain.campaigns.bidding import NAME as BID
from domain.campaigns.rules import flights
from domain.requests.kinds.button import ButtonThere, language_in
from domain.requests.kinds.campaign import CampaignBrief

#: The longest tagline; what listeners see is never shortened. Advertisers are shorter.
TAGLINE_MAX = 40


def _facts(dossier: Dossier, brief: CampaignBrief, room: int) -> Block:
    """Who asks, for whom, for how much and for how long."""
    request = dossier.request
    return fields(
        [
            (say("Asked by"), one_line(dossier.name(request.requester_id), room)),
            (say("Brand"), one_line(dossier.brand, room)),
            (say("Budget"), money(brief.budget.money)),
            (say("Bid"), _bid(dossier)),
            (say("Flight"), _flight(brief)),
            (say("Audience"), ages(brief.audience)),
            (say("Objective"), word(brief.objective)),
            (say("Category"), _category(brief)),
            (say("Revision"), str(request.revision)),
        ]
    )


def _creative(dossier: Dossier, brief: CampaignBrief, room: int) -> list[Block]:
    """What listeners will hear and see, where it leads them, and how the budget is split."""
    share = ", ".join(f"{f.market} {amount(f.amount, f.currency)}" for f in flights(brief))
    button = woven(
        "{button} ({languages}), to {address}",
        button=word(brief.call_to_action),
        languages=buttons(brief.markets, brief.button_languages),
        address=link(brief.click_url, room),
    )
    rows: list[list[Piece]] = [
        [label(say("Tagline")), said(brief.tagline, max(room, TAGLINE_MAX))],
        [label(say("Advertiser")), said(brief.advertiser, max(room, TAGLINE_MAX))],
        [label(say("Button")), *button],
        *(
            [label(say(name)), said(file(dossier.files, asset_id), room)]
            for name, asset_id in _files(brief)
        ),
        *(
            [[label(say("Episode")), said(_episode(brief, dossier.things), room)]]
            if brief.episode_id
            else []
        ),
        [label(say("Heard between")), ours(_heard(brief))],
        [label(say("Per market")), ours(share)],
    ]
    return [rich(bullets(rows))]


def _heard(brief: CampaignBrief) -> str:
    places = ", ".join(map(word, brief.heard))
    positions = ", ".join(map(word, brief.positions))
    told = say("{places} ({positions})", places=places, positions=positions)
    return told if positions else places


def buttons(markets: Sequence[str], named: Sequence[ButtonThere]) -> str:
    """Return in which language the button is, and where; the same one of many markets once."""
    there: dict[str, list[str]] = {}
    for market in sorted(markets):
        language = language_in(named, market)
        there.setdefault(tongue(language), []).append(market)
    return "; ".join(
        say("{language} in {markets}", language=language, markets=", ".join(markets))
        for language, markets in there.items()
    )


def _episode(brief: CampaignBrief, things: Mapping[str, str]) -> str:
    """Return what the episode it is for is called, by its id where nobody knows."""
    return things.get(brief.episode_id or "", brief.episode_id or "")


def _files(brief: CampaignBrief) -> list[tuple[str, str]]:
    return [
        (later("Audio"), brief.audio_asset_id),
        (later("Companion image"), brief.image_asset_id),
        (later("Logo"), brief.logo_asset_id),
    ]


def _category(brief: CampaignBrief) -> str:
    told = word(brief.category)
    return say("{category}, a sensitive topic", category=told) if brief.sensitive_topic else told


def _bid(dossier: Dossier) -> str:
    """What is bid and who said so, whole: it is approved with the rest."""
    found = next((check.found for check in dossier.checks if check.name == BID), None)
    return retold("check", found) if found else say("what Spotify suggests, once this is ready")


def _flight(brief: CampaignBrief) -> str:
    """The days of a flight begin and end in UTC, whoever reads of them."""
    first, last = instant(brief.starts_at, UTC), instant(brief.ends_at, UTC)
    return say("{first} to {last}", first=first, last=last)


#: How each part of a brief is told, in the order in which changes are listed. Brand and agency
#: are fixed for the life of a request.
_TOLD: Mapping[str, Tell] = MappingProxyType(
    {
        later("Name"): lambda brief, *_: brief.name,
        later("Budget"): lambda brief, *_: money(brief.budget.money),
        later("Start"): lambda brief, *_: instant(brief.starts_at, UTC),
        later("End"): lambda brief, *_: instant(brief.ends_at, UTC),
        later("Markets"): lambda brief, *_: ", ".join(sorted(brief.markets)),
        later("Audience"): lambda brief, *_: ages(brief.audience),
        later("Objective"): lambda brief, *_: word(brief.objective),
        later("Category"): lambda brief, *_: _category(brief),
        later("Tagline"): lambda brief, *_: brief.tagline,
        later("Advertiser"): lambda brief, *_: brief.advertiser,
        later("Button"): lambda brief, *_: word(brief.call_to_action),
        later("Language of the button"): lambda brief, *_: buttons(
            brief.markets, brief.button_languages
        ),
        later("Heard between"): lambda brief, *_: ", ".join(map(word, brief.heard)),
        later("Positions"): lambda brief, *_: ", ".join(map(word, brief.positions)),
        later("Where it leads"): lambda brief, *_: brief.click_url,
        later("Audio"): lambda brief, files, _: file(files, brief.audio_asset_id),
        later("Companion image"): lambda brief, files, _: file(files, brief.image_asset_id),
        later("Logo"): lambda brief, files, _: file(files, brief.logo_asset_id),
        later("Episode"): lambda brief, _, things: _episode(brief, things),
        later("Note"): lambda brief, *_: brief.note,
    }
)

TELLING = Telling(_facts, _creative, _TOLD)
