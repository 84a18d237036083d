"""What arguments and enum values mean; every one of the schema has to be here.

An argument that is named alike means the same wherever it stands, and the core's enums are not
the schema's to annotate. So both are told here, once, and given to the finished schema.
"""

from collections.abc import Mapping

from graphql import GraphQLEnumType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from api.ad_meanings import VALUES as AD_VALUES
from api.alert_meanings import VALUES as ALERT_VALUES
from api.audience_meanings import VALUES as AUDIENCE_VALUES
from api.audio_fit_meanings import VALUES as AUDIO_FIT_VALUES
from api.connection_meanings import VALUES as CONNECTION_VALUES
from api.contributor_meanings import VALUES as CONTRIBUTOR_VALUES
from api.edit_meanings import VALUES as EDIT_VALUES
from api.feed_meanings import VALUES as FEED_VALUES
from api.kind_meanings import VALUES as KIND_VALUES
from api.launch_meanings import VALUES as LAUNCH_VALUES
from api.metric_meanings import VALUES as METRIC_VALUES
from api.remedy_meanings import VALUES as REMEDY_VALUES
from api.review_meanings import VALUES as REVIEW_VALUES
from api.rights_meanings import VALUES as RIGHTS_VALUES
from api.webhook_meanings import VALUES as WEBHOOK_VALUES
from domain.rights.channels import Channel

ARGUMENTS: Mapping[str, str] = {
    "showId": "The show; where it may be left out, every one.",
    "titleId": "The title; every one if left out.",
    "order": "What it is sorted by.",
    "by": "What is ranked.",
    "window": "Over how many settled days, 7 to 365; the window before is as long.",
    "market": "In this market, by its code; in all together if left out.",
    "brand": "Of this brand; of all you have a role for if left out.",
    "input": "What is asked for.",
    "id": "Its id.",
    "ids": "Their ids, up to 100.",
    "url": "The link, as people copy it.",
    "number": "What people call it, as in `#12`.",
    "first": "How many, from the beginning on.",
    "after": "The cursor after which to begin.",
    "last": "How many, from the end back.",
    "before": "The cursor before which to end.",
    "where": "What the list is narrowed to.",
    "orderBy": "How the list is sorted.",
    "brandId": "The brand.",
    "userId": "The person; you if left out.",
    "table": "The decision table.",
    "state": "Only those in this state; every one if left out.",
    "below": "Only versions with a smaller number than this.",
    "afterRule": "The rule after which to begin, by its id.",
    "facts": "What is to be judged, by name: an object of plain values.",
    "versionId": "The version to ask; the one that counts if left out.",
    "kind": "What kind of thing it is.",
    "use": "What is to be done with it.",
    "at": "The instant; now if left out.",
    "terms": "What it is to say.",
    "open": "Only open ones, or only others; every one if left out.",
    "within": "How many days ahead, from 1 to 366.",
    "since": "From this instant on.",
    "until": "Until just before this instant, ten years later at most.",
    "subject": "What the figures are about, by its id.",
    "metric": "The key of the metric.",
    "from": "The first day.",
    "to": "The last day.",
    "grain": "How long each figure lasts.",
    "dimension": "Only this part, empty for the whole; every one if left out.",
    "source": "Only what this source says; every one if left out.",
    "language": "BCP 47 language; every one if left out.",
    "channel": f"The channel, of {', '.join(Channel)}; every one if left out.",
    "territories": "ISO 3166 codes; all 249 if left out.",
    "show": "How what is shown stands; every standing if left out.",
    "wanted": "What they are to be free for.",
    "text": "The words to look for.",
    "kinds": "What kinds of thing; every one if left out.",
    "subjectKind": "Whose it is.",
    "subjectId": "Their id.",
    "requestId": "The request.",
    "accountId": "The account.",
    "dmn": "The file to ask, as text, in place of a version.",
}

VALUES: Mapping[str, Mapping[str, str]] = {
    "AdPosition": {
        "PRE_ROLL": "Before it begins.",
        "MID_ROLL": "In between.",
        "POST_ROLL": "At its end.",
    },
    "AssetKind": {
        "AUDIO": "What is heard.",
        "IMAGE": "What is seen beside it.",
        "DOCUMENT": "What is read: contracts, scripts; a PDF.",
    },
    "AssetState": {
        "EXPECTED": "Promised, and not uploaded yet.",
        "READY": "Uploaded, checked, and free to use.",
        "REFUSED": "Uploaded, and not what it has to be; `problem` says why.",
        "TAKEN_BACK": "Taken back by those it came from; nobody uses it any more.",
    },
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
    "CallToAction": {
        "APPLY_NOW": "“Apply now”.",
        "BOOK_NOW": "“Book now”.",
        "BUY_NOW": "“Buy now”.",
        "BUY_TICKETS": "“Buy tickets”.",
        "DOWNLOAD": "“Download”.",
        "FIND_STORES": "“Find stores”.",
        "GET_INFO": "“Get info”.",
        "LEARN_MORE": "“Learn more”.",
        "LISTEN_NOW": "“Listen now”.",
        "ORDER_NOW": "“Order now”.",
        "SHOP_NOW": "“Shop now”.",
        "SIGN_UP": "“Sign up”.",
        "VISIT_SITE": "“Visit site”.",
    },
    "CampaignObjective": {
        "AWARENESS": "Being heard by many.",
        "TRAFFIC": "Visits to a site.",
        "APP_PROMOTION": "Installations of an app.",
        "PODCAST_STREAMS": "Streams of a podcast.",
    },
    "ConditionState": {
        "OPEN": "The requester has to meet it.",
        "MET": "The requester says it is met; a reviewer has to confirm that.",
        "CONFIRMED": "A reviewer confirmed that it is met.",
    },
    "NameOrderField": {"NAME": "By name.", "AGE": "By when it was entered."},
    "ErrorPolicy": {
        "REJECT_EVERYTHING": "All or none: where one fails, nothing is done, and each that would"
        " fail is told.",
        "REJECT_FAILED_ROWS": "Those that fail are left out; the others are done together, in one"
        " go.",
        "IGNORE_FAILED": "Each is done by itself, one after the other, whatever becomes of the"
        " others.",
    },
    "DeliveryKind": {
        "CARD": "The card of a stage or request.",
        "REPLY": "A step, in the thread under a card.",
        "REMINDER": "That a stage waits for them.",
        "ESCALATION": "That a stage is not decided in time, or cannot be.",
        "DIGEST": "What happened to alerts while nobody was told.",
        "TEST": "A test of a route.",
        "WEBHOOK": "That a webhook of theirs was paused.",
    },
    "DeliveryOutcome": {
        "ASKED": "It is on its way.",
        "SUPPRESSED": "It waits until quiet hours end.",
        "DELIVERED": "It arrived.",
        "FAILED": "It did not arrive; `reason` says why.",
        "DROPPED": "It was not needed any more; `reason` says why.",
    },
    "DeliveryWay": {
        "CHANNEL": "In a channel.",
        "DIRECT": "Directly, to one person.",
        "EMAIL": "By e-mail.",
    },
    "RuleExecutor": {
        "EMBEDDED": "The engine in here.",
        "OPENTEXT": "The decision service that is connected.",
        "SHADOW": "The engine in here; the service is asked the same afterwards, to compare.",
    },
    "DecisionOutcome": {
        "DECIDED": "The rules gave an answer.",
        "REVIEW": "The rules gave none; people must look.",
    },
    "DeliverableState": {
        "MISSING": "Nothing has come.",
        "PROMISED": "Announced, and not uploaded yet.",
        "REFUSED": "What came is not what it has to be; the file's `problem` says why.",
        "IN": "Uploaded, checked, and usable.",
    },
    "Door": {
        "API": "This API.",
        "CHAT": "The chat.",
        "SCHEDULE": "The hub's own clock.",
        "CONNECTOR": "A service outside.",
        "CONSOLE": "The command line.",
    },
    "HandOverState": {
        "WAITING": "It lies with the team that was handed it.",
        "ACKNOWLEDGED": "Somebody of the team has it, and wrote a receipt.",
        "TAKEN_BACK": "The request was withdrawn; nothing of it is to be done.",
    },
    "OrchestrationGap": {
        "INSTANCE_MISSING": "There is no process instance for it there.",
        "INSTANCE_ENDED": "Its instance ended there, and it goes on here.",
        "INSTANCE_RUNNING": "An instance runs there that should not.",
        "TASK_OPEN": "A task is open there whose stage is decided here.",
        "TASK_MISSING": "A stage is open here, and there is no task for it there.",
        "TASK_UNMATCHED": "A task there stands for no stage here.",
        "REVISION_BEHIND": "The instance does not know the present revision.",
        "DECISION_LATE": "It was decided there after it had been decided here.",
        "DECISION_UNUSABLE": "What was decided there could not count.",
        "UNREADABLE": "The service listed something that cannot be read.",
        "AWAY": "The service did not do its part; it is asked again.",
    },
    "Orchestrator": {
        "EMBEDDED": "The hub alone.",
        "OPENTEXT": "A process of the workflow service, which the hub mirrors.",
    },
    "OrderDirection": {"ASC": "Least first.", "DESC": "Most first."},
    "PlacementState": {
        "HANDED_OVER": "It lies with the team that was handed it.",
        "TAKEN_ON": "Somebody of that team acknowledged it.",
        "IN_PUBLISHER_REVIEW": "Handed to the publisher, who is looking at it.",
        "LIVE": "The publisher shows it.",
        "REFUSED": "The publisher will not show it.",
        "STOPPED": "It was shown, and was taken away.",
        "ARCHIVED": "It was shown, was taken away, and is ended for good there.",
        "WITHDRAWN": "That team was told to do nothing of it, and undo what was.",
    },
    "RegulatedCategory": {
        "NONE": "Nothing that is regulated.",
        "ALCOHOL": "Drinks with alcohol.",
        "GAMBLING": "Games for money.",
        "FINANCE": "Credit, investments, insurance.",
        "HEALTH": "Medicine and treatment.",
        "POLITICS": "Parties, candidates, causes.",
    },
    "RequestOrderField": {
        "CREATED": "When it was asked for.",
        "UPDATED": "When it last changed.",
        "NUMBER": "Its number.",
    },
    "RequestState": {
        "IN_REVIEW": "People are looking at it.",
        "CHANGES_REQUESTED": "Back with the requester, who has to revise it.",
        "APPROVED": "Everybody said yes; it is published once the time to undo has passed.",
        "PUBLISHED": "Handed to the publisher, or to the team that makes it real, and not live"
        " yet. `publication` says when what the hub publishes comes out, and how it stands.",
        "LIVE": "The publisher shows it, or the team that it was handed to acknowledged it.",
        "REJECTED": "Somebody said no.",
        "WITHDRAWN": "The requester took it back.",
    },
    "Role": {
        "ADMIN": "Runs the hub: people, teams, everything below.",
        "MANAGER": "Sees and does everything about requests and catalogue.",
        "REQUESTER": "Asks for things, and sees their own.",
        "REVIEWER": "Votes on the stages of their teams.",
        "AGENCY": "Asks for things on behalf of brands; sees what their agency asked for.",
        "AUDITOR": "Sees everything, changes nothing.",
    },
    "RowDifference": {
        "ADDED": "It is in the later version only.",
        "REMOVED": "It is in the earlier version only.",
        "CHANGED": "Some of its cells differ.",
        "MOVED": "It stands at another place.",
    },
    "RuleFlaw": {
        "GAP": "There are facts that no rule covers.",
        "OVERLAP": "There are facts that more rules cover than may.",
        "SHADOW": "A rule never counts, for others cover all it covers.",
        "UNKNOWN": "It could not be told: cells compute, or there is too much of it.",
    },
    "SponsorshipRead": {
        "HOST_READ": "The host, in the episode itself: everybody who listens hears it.",
        "AD_SPOT": "A spot that is put into the episode, per market.",
    },
    "StageState": {
        "WAITING": "Its turn has not come.",
        "OPEN": "Votes are welcome.",
        "APPROVED": "Enough reviewers said yes.",
        "REJECTED": "A reviewer said no.",
        "CHANGES_REQUESTED": "A reviewer wants something changed.",
        "DROPPED": "A revision made it needless.",
    },
    "TokenScope": {
        "READ": "Looking at things.",
        "WRITE": "Submitting, voting, changing the catalogue.",
        "ADMIN": "Changing people and teams.",
    },
    "TopicSensitivity": {
        "NONE": "Not at all.",
        "LOW": "Spoken of to inform or to teach.",
        "MEDIUM": "Dramatized, or spoken of in breaking news.",
        "HIGH": "Glorified, or shown in detail.",
        "FLOOR": "Suits nobody.",
    },
    "VoteChoice": {
        "APPROVE": "Yes.",
        "REJECT": "No; the request ends.",
        "REQUEST_CHANGES": "Not like this; the requester revises it.",
    },
}


#: What every enum of the schema means.
_EVERY = {
    **AD_VALUES,
    **KIND_VALUES,
    **RIGHTS_VALUES,
    **WEBHOOK_VALUES,
    **CONNECTION_VALUES,
    **CONTRIBUTOR_VALUES,
    **METRIC_VALUES,
    **AUDIO_FIT_VALUES,
    **ALERT_VALUES,
    **REVIEW_VALUES,
    **EDIT_VALUES,
    **REMEDY_VALUES,
    **AUDIENCE_VALUES,
    **LAUNCH_VALUES,
    **FEED_VALUES,
    **VALUES,
}


def describe(schema: GraphQLSchema) -> None:
    """Give every argument and enum value of `schema` its meaning."""
    for name, kind in schema.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLEnumType):
            for value, held in kind.values.items():
                held.description = _EVERY[name][value]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field in kind.fields.values():
                for argument, wanted in field.args.items():
                    wanted.description = wanted.description or ARGUMENTS[argument]
