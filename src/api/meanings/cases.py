"""What the values of enums of cases and compensations mean."""

from collections.abc import Mapping

VALUES: Mapping[str, Mapping[str, str]] = {
    "CaseClock": {
        "RESPONSE": "Until somebody says that it is seen.",
        "RESOLUTION": "Until it is resolved.",
    },
    "CaseCommentKind": {
        "INTERNAL": "For those who answer for the case.",
        "REPLY": "For the reporter, or by them.",
        "INQUIRY": "A question to the reporter; the case waits for the customer.",
    },
    "CaseFault": {
        "OURS": "Ours.",
        "PARTNER": "A partner's.",
        "CUSTOMER": "The customer's own.",
        "UNKNOWN": "Nobody knows.",
    },
    "CaseKind": {
        "COMPLAINT": "Somebody complains.",
        "INQUIRY": "Somebody asks.",
        "CONTENT_ISSUE": "Something is wrong with what is heard or seen.",
        "TAKEDOWN_NOTICE": "Somebody demands that something is taken down.",
    },
    "CaseOrderField": {
        "CREATED": "When it was opened.",
        "UPDATED": "When it last changed.",
        "RESPONSE_DUE": "Until when it is to be answered.",
        "RESOLUTION_DUE": "Until when it is to be resolved.",
        "NUMBER": "Its number.",
    },
    "CasePriority": {
        "P1": "At once, round the clock.",
        "P2": "Within an hour of business time.",
        "P3": "Within half a day of business time.",
        "P4": "Within a day of business time.",
    },
    "CaseSeverity": {
        "LOW": "A nuisance.",
        "MEDIUM": "Somebody is held up.",
        "HIGH": "Somebody is harmed.",
        "CRITICAL": "It cannot wait an hour.",
    },
    "CaseSource": {
        "API": "This API.",
        "COMMAND": "A command in chat.",
        "SHORTCUT": "A shortcut in chat, on a message or anywhere.",
        "FORM": "A form on the web.",
        "NOTICE": "The form for takedown notices.",
        "WATCH": "The hub noticed it by itself.",
    },
    "CaseState": {
        "NEW": "Nobody has said that it is seen.",
        "ACKNOWLEDGED": "Somebody has seen it.",
        "IN_PROGRESS": "Somebody is working on it.",
        "WAITING": "The customer has to say something; the clocks stand still.",
        "RESOLVED": "Somebody said how it was resolved.",
        "CLOSED": "It is over; it can be opened again.",
        "MERGED": "It was a duplicate, and lives on in its main case.",
    },
    "CaseSubjectKind": {
        "REQUEST": "A request: a campaign, a sponsorship, a playlist; by id.",
        "EPISODE": "A podcast episode, by id.",
        "SHOW": "A podcast, by id.",
        "BRAND": "A brand, by id.",
        "MARKET": "A market, by its ISO 3166 code.",
        "SITE": "A place where something is played, by its name.",
        "ACCOUNT": "A customer, by a pseudonymous id.",
    },
    "CaseTopic": {
        "RIGHTS": "Somebody's rights.",
        "CHILD_SAFETY": "The safety of children.",
        "LEGAL": "The law.",
        "HEALTH": "Somebody's health.",
        "WRONG_TERRITORY": "It is heard where it must not be.",
        "WRONG_CLAIM": "It says what is not true.",
        "BILLING": "What is paid.",
        "QUALITY": "How it sounds or looks.",
        "OTHER": "Something else.",
    },
    "CompensationState": {
        "WAITING": "It waits for a second pair of eyes.",
        "DONE": "It is given.",
        "DECLINED": "It is not given.",
    },
    "CompensationTier": {
        "APOLOGY": "Words.",
        "GOODWILL": "A small amount, without arguing.",
        "MAKE_GOOD": "What was missing is delivered, such as bonus impressions.",
        "REFUND": "Money back.",
    },
    "CustomerValue": {
        "LOW": "Little.",
        "MEDIUM": "Something.",
        "HIGH": "Much.",
    },
}
