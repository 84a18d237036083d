"""Where an ad is heard: in music or podcasts, and where in an episode."""

from enum import StrEnum


class Heard(StrEnum):
    """What an ad is heard between. Source: Ads API v3, placements."""

    MUSIC = "music"
    PODCAST = "podcast"


class Position(StrEnum):
    """Where in an episode somebody is heard."""

    PRE_ROLL = "pre_roll"
    MID_ROLL = "mid_roll"
    POST_ROLL = "post_roll"
