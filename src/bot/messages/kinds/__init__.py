"""How each kind of request is told: one file each, and one row here."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.messages.kinds import (
    commercial_audio,
    compensation,
    episode_release,
    music_licence,
    playlist,
    production,
    promotion,
    repurpose,
    retirement,
    revision,
    takedown,
    targeting,
)
from bot.messages.telling import Telling

#: How each kind that is made of parts only is told, by its name.
TELLINGS: Mapping[str, Telling] = MappingProxyType(
    {
        "episode_release": episode_release.TELLING,
        "production": production.TELLING,
        "music_licence": music_licence.TELLING,
        "playlist": playlist.TELLING,
        "takedown": takedown.TELLING,
        "compensation": compensation.TELLING,
        "commercial_audio": commercial_audio.TELLING,
        "promotion": promotion.TELLING,
        "repurpose": repurpose.TELLING,
        "revision": revision.TELLING,
        "retirement": retirement.TELLING,
        "targeting": targeting.TELLING,
    }
)
