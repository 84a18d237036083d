"""Sponsorships that nobody asked for, for the gallery: with as much in them as there may be."""

from dataclasses import replace
from datetime import timedelta

from bot.gathered.dossier import Dossier
from bot.specimens.request import NOW, Specimen
from domain.approvals.model import Stage
from domain.catalog.model import Asset, AssetKind, AssetState
from domain.deliverables.model import Delivery, DeliveryState
from domain.placements.model import HandOver
from domain.requests.kinds.button import ButtonLanguage
from domain.requests.kinds.kind import Wanted
from domain.requests.kinds.parts import Deliverable
from domain.requests.kinds.sponsorship import NAME, SponsorshipBrief, wanted
from domain.requests.model import RequestState

#: The most episodes and files a brief may name.
EPISODES, FILES = 20, 10


def sponsorship(drawn: Specimen, **changes: object) -> SponsorshipBrief:
    """Return a brief that names as much as it may; words of people are taken as they are."""
    sound = SponsorshipBrief.model_validate(
        {
            "name": "Tea beside Beans and Beats",
            "brand_id": "brd_1",
            "agency_id": "agy_1",
            "sponsor_id": "spn_1",
            "markets": drawn.markets[:10],
            "show_id": "shw_1",
            "episode_ids": [f"eps_{n}" for n in range(EPISODES)],
            "positions": ["pre_roll", "mid_roll", "post_roll"],
            "read": "host_read",
            "insertion_order": "IO-2026-117",
            "contract_asset_id": "ast_contract",
            "price": {"amount": "4000.00", "currency": "EUR"},
            "cpm": {"amount": "18.00", "currency": "EUR"},
            "category": "health",
            "deliverables": [
                {"kind": "audio", "name": f"File {n}", "due": "2026-11-30"} for n in range(FILES)
            ],
            "promo_code": "BEANS10",
        }
        | changes
    )
    words = drawn.words
    listed = [
        Deliverable.model_construct(kind=one.kind, name=words.file[:80], due=one.due)
        for one in sound.deliverables
    ]
    told = {
        "name": words.title,
        "note": words.note,
        "talking_points": (words.reason[:300],) * 10,
        "script": words.note * 2,
        "tracking_url": words.click_url,
        "deliverables": tuple(listed),
    }
    return sound.model_copy(update={k: v for k, v in told.items() if k not in changes})


def bought(drawn: Specimen) -> SponsorshipBrief:
    """Return a brief for inventory bought at Spotify, with as much of an ad as it takes."""
    words = drawn.words
    brief = sponsorship(
        drawn,
        inventory="spotify",
        read="ad_spot",
        episode_ids=(),
        starts_on="2026-12-01",
        ends_on="2026-12-31",
        ad={
            "button_languages": [
                {"market": market, "language": language}
                for market, language in zip(drawn.markets[:10], ButtonLanguage, strict=False)
            ],
            "image_asset_id": "ast_image",
            "logo_asset_id": "ast_logo",
        },
    )
    shown = {
        "advertiser": words.brand[:25],
        "tagline": words.title[:40],
        "click_url": words.click_url,
    }
    return brief.model_copy(update={"ad": brief.ad.model_copy(update=shown)})


def sponsored(
    drawn: Specimen,
    stage: Stage,
    state: DeliveryState | None = None,
    request_state: RequestState = RequestState.IN_REVIEW,
    brief: SponsorshipBrief | None = None,
) -> Dossier:
    """Return a sponsorship with one stage, whose files are in `state`, or else in every one.

    `brief` is what it asks for, where that is not the show's own inventory.
    """
    plain = drawn.dossier(stage, state=request_state, note=drawn.words.reason)
    brief, words = brief or sponsorship(drawn), drawn.words
    states = [state] if state else list(DeliveryState)
    return replace(
        plain,
        request=replace(plain.request, kind=NAME),
        brief=brief,
        checks=(),
        files={
            "ast_contract": _file(drawn, AssetKind.DOCUMENT, None),
            **dict.fromkeys(brief.ad.asset_ids.values(), _file(drawn, AssetKind.IMAGE, None)),
        },
        things={"spn_1": words.brand, "shw_1": words.title, "agy_1": words.brand}
        | {f"eps_{n}": words.title for n in range(EPISODES)},
        deliveries=tuple(
            _delivery(drawn, one, states[at % len(states)]) for at, one in enumerate(wanted(brief))
        ),
    )


def placement_sheet(drawn: Specimen, taken_by: str | None) -> HandOver:
    """Return a sheet that says as much as it may."""
    brief, words = sponsorship(drawn), drawn.words
    episode = {"number": 1, "title": words.title, "release_on": "2026-12-01"}
    material = {"deliverable": words.file[:80], "file": words.file, "sha256": "0" * 64}
    content = {
        "sponsor": words.brand,
        "show": words.title,
        "read": brief.read,
        "positions": list(brief.positions),
        "episodes": [episode, *[{**episode, "release_on": None}] * (EPISODES - 1)],
        "starts_on": None,
        "ends_on": None,
        "markets": list(brief.markets),
        "insertion_order": brief.insertion_order,
        "talking_points": list(brief.talking_points),
        "script": brief.script,
        "tracking_url": brief.tracking_url,
        "promo_code": brief.promo_code,
        "materials": [material] * FILES,
    }
    taken_at = NOW + timedelta(hours=1) if taken_by else None
    return HandOver("req_1", 2, "tem_1", content, NOW, taken_by, taken_at)


def _delivery(drawn: Specimen, wanted: Wanted, state: DeliveryState) -> Delivery:
    if state is DeliveryState.MISSING:
        return Delivery(wanted, state, None)
    problem = drawn.words.found if state is DeliveryState.REFUSED else None
    return Delivery(wanted, state, _file(drawn, wanted.kind, problem))


def _file(drawn: Specimen, kind: AssetKind, problem: str | None) -> Asset:
    audio = next(one for one in drawn.files() if one.kind is AssetKind.AUDIO)
    state = AssetState.REFUSED if problem else AssetState.READY
    return replace(audio, kind=kind, state=state, problem=problem)
