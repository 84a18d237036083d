"""What requests of each kind are called, as it stands alone."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.language import later, say
from bot.messages.terms import request_state
from domain.requests.model import RequestState

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "campaign": later("Campaign"),
        "sponsorship": later("Sponsorship"),
        "rule_version": later("Rule version"),
        "episode_release": later("Episode release"),
        "production": later("Production"),
        "music_licence": later("Music licence"),
        "playlist": later("Playlist"),
        "takedown": later("Takedown"),
        "compensation": later("Compensation"),
        "commercial_audio": later("Commercial audio"),
        "promotion": later("Promotion"),
        "repurpose": later("Repurposing"),
        "revision": later("Revision"),
        "retirement": later("Retirement"),
        "targeting": later("Targeting"),
    }
)


def kind_word(kind: str) -> str:
    """What a kind of requests is called; of one that no table knows yet, its plain name."""
    return say(_KINDS[kind]) if kind in _KINDS else kind.replace("_", " ").capitalize()


def standing(state: RequestState) -> str:
    """Where a request stands, as it stands alone."""
    word = request_state(state)
    return word[:1].upper() + word[1:]
