"""What figures of a campaign are told apart by, in the words of the ad platform. Pure."""

from enum import StrEnum


class Insight(StrEnum):
    """What figures of a lifetime are told apart by. Source: Ads API v3, `InsightDimensionType`."""

    ACT_AND_SET = "act_and_set"
    AGE = "age"
    AUDIENCE = "audience"
    CITY = "city"
    COUNTRY = "country"
    FORMAT = "format"
    GENDER = "gender"
    GENRE = "genre"
    INTERESTS = "interests"
    METRO = "metro"
    PLACEMENT = "placement"
    PLATFORM = "platform"
    PODCAST_EPISODE_TOPIC = "podcast_episode_topic"
    REGION = "region"
    TONE = "tone"


#: What is asked for beside countries where nobody says: what targeting is changed by.
USUAL = (Insight.AGE, Insight.GENDER, Insight.PLATFORM, Insight.PLACEMENT, Insight.GENRE)
