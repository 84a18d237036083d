"""The enums of audiences in the schema: their names there, and what they and their values mean."""

from collections.abc import Mapping

from domain.audience.accounts.model import Sheet, Signal
from domain.audience.segments.anonymity import Withheld

NAMED = (
    (Signal, "EngagementSignal", "What an account did."),
    (Sheet, "AudienceSheet", "What a table brings in."),
    (Withheld, "SizeWithheld", "Why a size is not told."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "EngagementSignal": {
        "LISTEN": "Listened.",
        "SKIP": "Went on before it was over.",
        "FOLLOW": "Began to follow.",
        "ADD": "Added it to a playlist.",
    },
    "AudienceSheet": {
        "ACCOUNTS": "Accounts: what they are worth, where they are, what they own.",
        "ENGAGEMENT": "What accounts did, day by day.",
    },
    "SizeWithheld": {
        "TOO_FEW": "Fewer accounts than may be counted.",
        "DIFFERENCE": "With what was counted before, it would tell of too few accounts.",
        "TOO_MANY_CUTS": "As many groups were counted of these days as can be told apart.",
    },
}
