"""What reaching a segment asks for, as reviewers read it."""

from bot.language import later, number, say, say_n
from bot.messages.kinds.declaring import declared, field, markets, named, names_of, plain
from domain.requests.kinds.ad_targets import AdTargets


def _ad_targets(targets: AdTargets | None) -> str:
    """Tell whom ads are to reach, by what narrows that."""
    if targets is None:
        return ""
    narrowed = (targets.genders, targets.platforms, targets.genres, targets.interests)
    ages = say("ages {first} to {last}", first=targets.age_from, last=targets.age_to)
    return "; ".join([ages, *(plain(listed) for listed in narrowed if listed)])


TELLING = declared(
    {
        later("By"): field("means"),
        later("Campaign"): named("subject_id"),
        later("People"): lambda brief, *_: number(brief.audience_size),
        later("Youngest"): lambda brief, *_: say_n("{n} year", "{n} years", brief.youngest_age),
        later("Special category"): field("special_category"),
        later("Markets"): markets,
        later("Segment"): field("segment"),
        later("Targets"): field("targets"),
        later("Ad targets"): lambda brief, *_: _ad_targets(brief.ad_targets),
        later("Accounts"): names_of("account_ids"),
        later("Reached by"): field("reached_by"),
        later("Last day"): field("until"),
    },
    beside=("By", "Campaign", "People", "Youngest", "Special category", "Markets"),
    long=("Segment", "Targets"),
)
