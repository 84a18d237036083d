"""The enums of feeds in the schema: their names there, and what they mean."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.feed_writing import EpisodeType, ShowType

#: Every enum of feeds with its name and meaning there.
NAMED: Sequence[tuple[type[StrEnum], str, str]] = (
    (ShowType, "ShowType", "In which order a show is heard."),
    (EpisodeType, "EpisodeType", "What an episode is to its show."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "ShowType": {
        "EPISODIC": "The newest episode first.",
        "SERIAL": "In order, from the first one on.",
    },
    "EpisodeType": {
        "FULL": "An episode.",
        "TRAILER": "What makes people curious about it.",
        "BONUS": "Something besides.",
    },
}
