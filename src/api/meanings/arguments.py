"""What arguments and enum values mean; every one of the schema has to be here.

An argument that is named alike means the same wherever it stands, and the core's enums are not
the schema's to annotate. So both are told here, once, and given to the finished schema.
"""

from collections.abc import Mapping

from graphql import GraphQLEnumType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from api.meanings.ads import VALUES as AD_VALUES
from api.meanings.alerts import VALUES as ALERT_VALUES
from api.meanings.audience import VALUES as AUDIENCE_VALUES
from api.meanings.audio_fit import VALUES as AUDIO_FIT_VALUES
from api.meanings.cases import VALUES as CASE_VALUES
from api.meanings.connections import VALUES as CONNECTION_VALUES
from api.meanings.contributors import VALUES as CONTRIBUTOR_VALUES
from api.meanings.edits import VALUES as EDIT_VALUES
from api.meanings.feeds import VALUES as FEED_VALUES
from api.meanings.kinds import VALUES as KIND_VALUES
from api.meanings.launches import VALUES as LAUNCH_VALUES
from api.meanings.metrics import VALUES as METRIC_VALUES
from api.meanings.remedies import VALUES as REMEDY_VALUES
from api.meanings.requests import VALUES as REQUEST_VALUES
from api.meanings.reviews import VALUES as REVIEW_VALUES
from api.meanings.rights import VALUES as RIGHTS_VALUES
from api.meanings.webhooks import VALUES as WEBHOOK_VALUES
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
    "NameOrderField": {"NAME": "By name.", "AGE": "By when it was entered."},
    "ErrorPolicy": {
        "REJECT_EVERYTHING": "All or none: where one fails, nothing is done, and each that would"
        " fail is told.",
        "REJECT_FAILED_ROWS": "Those that fail are left out; the others are done together, in one"
        " go.",
        "IGNORE_FAILED": "Each is done by itself, one after the other, whatever becomes of the"
        " others.",
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
    "Door": {
        "API": "This API.",
        "CHAT": "The chat.",
        "SCHEDULE": "The hub's own clock.",
        "CONNECTOR": "A service outside.",
        "CONSOLE": "The command line.",
    },
    "OrderDirection": {"ASC": "Least first.", "DESC": "Most first."},
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
    "TokenScope": {
        "READ": "Looking at things.",
        "WRITE": "Submitting, voting, changing the catalogue.",
        "ADMIN": "Changing people and teams.",
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
    **CASE_VALUES,
    **REQUEST_VALUES,
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
