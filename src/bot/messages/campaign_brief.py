"""What a campaign asks for, as reviewers read it."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.dossier import Dossier
from bot.messages.parts import Block, bullets, fields, label, link, ours, rich, said
from bot.messages.telling import Tell, Telling, ages, file, instant, money, word
from bot.messages.words import one_line
from domain.campaigns.rules import flights
from domain.requests.bids import bid
from domain.requests.kinds.campaign import CampaignBrief

#: The longest tagline; what listeners see is never shortened. Advertisers are shorter.
TAGLINE_MAX = 40


def _facts(dossier: Dossier, brief: CampaignBrief, room: int) -> Block:
    """Who asks, for whom, for how much and for how long."""
    request = dossier.request
    return fields(
        [
            ("Asked by", one_line(dossier.name(request.requester_id), room)),
            ("Brand", one_line(dossier.brand, room)),
            ("Budget", money(brief.budget.money)),
            ("Bid", f"at most {money(bid(brief.budget.currency))} per 1,000 impressions"),
            ("Flight", f"{instant(brief.starts_at)} to {instant(brief.ends_at)} UTC"),
            ("Audience", ages(brief.audience)),
            ("Objective", word(brief.objective)),
            ("Category", _category(brief)),
            ("Revision", str(request.revision)),
        ]
    )


def _creative(dossier: Dossier, brief: CampaignBrief, room: int) -> list[Block]:
    """What listeners will hear and see, where it leads them, and how the budget is split."""
    share = ", ".join(f"{f.market} {f.amount:,} {f.currency}" for f in flights(brief))
    rows = [
        [label("Tagline"), said(brief.tagline, max(room, TAGLINE_MAX))],
        [label("Advertiser"), said(brief.advertiser, max(room, TAGLINE_MAX))],
        [
            label("Button"),
            ours(f"{word(brief.call_to_action)}, to "),
            link(brief.click_url, room),
        ],
        *(
            [label(name), said(file(dossier.files, asset_id), room)]
            for name, asset_id in _files(brief)
        ),
        [label("Per market"), ours(share)],
    ]
    return [rich(bullets(rows))]


def _files(brief: CampaignBrief) -> list[tuple[str, str]]:
    return [
        ("Audio", brief.audio_asset_id),
        ("Companion image", brief.image_asset_id),
        ("Logo", brief.logo_asset_id),
    ]


def _category(brief: CampaignBrief) -> str:
    told = word(brief.category)
    return f"{told}, a sensitive topic" if brief.sensitive_topic else told


#: How each part of a brief is told, in the order in which changes are listed. Brand and agency
#: are fixed for the life of a request.
_TOLD: Mapping[str, Tell] = MappingProxyType(
    {
        "Name": lambda brief, *_: brief.name,
        "Budget": lambda brief, *_: money(brief.budget.money),
        "Start": lambda brief, *_: f"{instant(brief.starts_at)} UTC",
        "End": lambda brief, *_: f"{instant(brief.ends_at)} UTC",
        "Markets": lambda brief, *_: ", ".join(sorted(brief.markets)),
        "Audience": lambda brief, *_: ages(brief.audience),
        "Objective": lambda brief, *_: word(brief.objective),
        "Category": lambda brief, *_: _category(brief),
        "Tagline": lambda brief, *_: brief.tagline,
        "Advertiser": lambda brief, *_: brief.advertiser,
        "Button": lambda brief, *_: word(brief.call_to_action),
        "Where it leads": lambda brief, *_: brief.click_url,
        "Audio": lambda brief, files, _: file(files, brief.audio_asset_id),
        "Companion image": lambda brief, files, _: file(files, brief.image_asset_id),
        "Logo": lambda brief, files, _: file(files, brief.logo_asset_id),
        "Note": lambda brief, *_: brief.note,
    }
)

TELLING = Telling(_facts, _creative, _TOLD)
