"""What a compensation asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        "Customer": named("account_id"),
        "Amount": field("amount"),
        "Made good by": field("remedy"),
        "How bad": field("severity"),
        "Claim": field("legal_claim"),
        "Markets": markets,
        "Case": field("case_ref"),
        "What went wrong": field("reason"),
    },
    beside=("Customer", "Amount", "Made good by", "How bad", "Claim", "Markets"),
    long=("What went wrong",),
)
