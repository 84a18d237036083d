"""What reaching a segment asks for, as reviewers read it."""

from bot.language import later, number, say_n
from bot.messages.kinds.declaring import declared, field, markets, named, names_of

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
        later("Accounts"): names_of("account_ids"),
        later("Reached by"): field("reached_by"),
        later("Last day"): field("until"),
    },
    beside=("By", "Campaign", "People", "Youngest", "Special category", "Markets"),
    long=("Segment", "Targets"),
)
