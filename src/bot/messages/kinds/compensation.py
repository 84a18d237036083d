"""What a compensation asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        later("Customer"): named("account_id"),
        later("Amount"): field("amount"),
        later("Made good by"): field("remedy"),
        later("How bad"): field("severity"),
        later("Claim"): field("legal_claim"),
        later("Markets"): markets,
        later("Case"): field("case_ref"),
        later("What went wrong"): field("reason"),
    },
    beside=("Customer", "Amount", "Made good by", "How bad", "Claim", "Markets"),
    long=("What went wrong",),
)
