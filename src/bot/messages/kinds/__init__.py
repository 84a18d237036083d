"""How each kind of request is told: one file each, and one row here."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.messages.kinds import episode_release
from bot.messages.telling import Telling
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.kinds.kind import Payload

#: How each kind that is made of parts only is told.
TELLINGS: Mapping[type[Payload], Telling] = MappingProxyType(
    {
        EpisodeReleaseBrief: episode_release.TELLING,
    }
)
