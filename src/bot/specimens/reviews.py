"""Reviews of campaigns as threads tell them, to draw without a database."""

from collections.abc import Iterator
from typing import Any

from bot.messages.reviews import review
from bot.specimens.request import Specimen
from domain.campaigns.reviews.model import Occasion, Remedy, Severity

Shown = dict[str, Any]

_FIGURES = {
    "spend": "6250.00",
    "delivery_index": "71.43",
    "pacing_gap": "-20.00",
    "projected_spend": "9500.00",
    "ad_impressions": "1250000",
    "ad_q1": "1200000",
    "ad_midpoint": "1100000",
    "ad_q3": "1050000",
    "ad_completes": "1000000",
    "ad_completion_rate": "0.800000",
    "clicks": "5000",
    "ctr": "0.004000",
    "ecpm": "5.000000",
    "ecpcl": "0.006250",
}


def reviews_shown(drawn: Specimen) -> Iterator[Shown]:
    """Yield `{name, surface, payload}` of each occasion, of what nobody knows, and of most."""
    for occasion in Occasion:
        told = _told(drawn, occasion, [(Severity.WARNING, Remedy.REVISION)])
        yield _shown(f"review {occasion}", told)
    nothing = _told(drawn, Occasion.END, [(Severity.WARNING, Remedy.NONE)])
    unknown = nothing | {"figures": {}, "unknown": [*_FIGURES, "ad_frequency"]}
    yield _shown("review by hand", unknown)
    every = [(severity, remedy) for severity in Severity for remedy in Remedy]
    yield _shown("review with every suggestion", _told(drawn, Occasion.MIDDLE, every))


def _told(
    drawn: Specimen, occasion: Occasion, suggested: list[tuple[Severity, Remedy]]
) -> dict[str, Any]:
    return {
        "review_id": "rev_1",
        "occasion": occasion,
        "as_of": "2026-12-07",
        "currency": "EUR",
        "figures": _FIGURES,
        "unknown": ["ad_frequency"],
        "suggestions": [
            {"code": f"{one}_{how}", "severity": one, "remedy": how, "why": drawn.words.reason}
            for one, how in suggested
        ],
    }


def _shown(name: str, told: dict[str, Any]) -> Shown:
    return {"name": name, "surface": "message", "payload": review(told)}
