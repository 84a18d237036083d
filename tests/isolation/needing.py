"""What a mutation needs beside ids, where the plainest would be refused before anybody looks whose
thing it is; and those that no input gets further."""

from collections.abc import Mapping
from typing import Any

from tests.domain.rulebook.rules import TABLE, cases, dmn

_PAST = "2026-11-20T09:00:00+00:00"
_TIME = {"startsAt": _PAST, "endsAt": "2027-06-01T09:00:00+00:00"}

#: What fields of a mutation's input are given, by mutation; `$` and a table stand for an id.
NEEDED: Mapping[str, Mapping[str, Any]] = {
    "addRightsAgreement": _TIME,
    "addRightsGrant": {**_TIME, "include": ["DE"]},
    "addRightsProhibition": {**_TIME, "include": ["DE"]},
    "changeCaseState": {"state": "IN_PROGRESS"},
    "confirmRightsProposal": {**_TIME, "include": ["DE"]},
    "createUser": {"roles": ["AGENCY"]},
    "draftRuleVersion": {"table": TABLE, "dmn": dmn(), "cases": cases(), "change": "Walked"},
    "importMetrics": {"source": "other", "holds": "plays", "profile": None},
    "linkRightsSubject": {"sourceKind": "WORK", "sourceId": "$works"},
    "mergeCases": {"mainId": "$cases told"},
    "recordConsent": {"saidAt": _PAST},
    "recordSignal": {"code": "$code", "at": "2026-11-21T09:00:30+00:00"},
    "recordExposure": {"use": "STREAM", "channel": "rss", "include": ["DE"]},
    "saveThreshold": {"metric": "spend"},
    "setTeamEscalation": {"escalationTeamId": "$team"},
    "setTeamLead": {"userId": "$member"},
    "submitCampaign": {"endsAt": "2026-12-31T09:00:00+00:00"},
    "submitPlaylist": {"isrc": "DEABC2600001"},
    "submitSponsorship": {"talkingPoints": ["walk"]},
    "submitTargeting": {"youngestAge": 18},
    "unlinkRightsSubject": {"sourceKind": "WORK", "sourceId": "$works"},
    "withdrawConsent": {"saidAt": _PAST},
}
#: Mutations that answer whoever may do all alike for a thing of B and for none: each with why.
UNPROVEN: Mapping[str, str] = {}
