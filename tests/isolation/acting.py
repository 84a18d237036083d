"""Every mutation that the schema allows, aimed at what one side has, or at what never was.

What is aimed at are the ids in an input; all else in it is the plainest that the schema takes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNonNull,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from tests.isolation.asking import CORE
from tests.isolation.needing import NEEDED

#: What an id in an input is of, where its name does not say it: the table of `Sides.rows`.
OF: Mapping[str, str] = {
    "absenceId": "absences",
    "accountId": "account",
    "agreementId": "rights_agreements",
    "artworkAssetId": "asset",
    "assetId": "asset",
    "audioAssetId": "asset",
    "brandId": "brand",
    "brandIds": "brand",
    "briefId": "launch_briefs",
    "caseId": "case",
    "compensationId": "compensations",
    "conditionId": "conditions",
    "contributorId": "contributors",
    "cutId": "audience_cuts",
    "deliveryId": "webhook_deliveries",
    "duplicateId": "case",
    "endpointId": "journey_endpoints",
    "episodeId": "episode",
    "exposureId": "exposures",
    "feedId": "feeds",
    "grantId": "rights_grants",
    "itemId": "feed_items",
    "listedId": "listed_accounts",
    "mainId": "case",
    "materialId": "contributor_materials",
    "policyId": "enforcement_policies",
    "proposalId": "rights_proposals",
    "releaseRequestId": "request",
    "remedyId": "campaign_remedies",
    "reportId": "distribution_reports",
    "requestId": "request",
    "reviewId": "campaign_reviews",
    "routeId": "routes",
    "showId": "show",
    "siteId": "site",
    "siteIds": "site",
    "sponsorId": "sponsors",
    "stageId": "stage",
    "subjectId": "request",
    "teamId": "team",
    "titleId": "titles",
    "tokenId": "tokens",
    "voteId": "votes",
    "webhookId": "webhooks",
}
#: The same for names that mean different things in different mutations.
IN: Mapping[tuple[str, str], str] = {
    ("addContributorMaterial", "subjectId"): "contributors",
    ("addRightsGrant", "subjectId"): "episode",
    ("addRightsProhibition", "subjectId"): "episode",
    ("confirmRightsProposal", "subjectId"): "episode",
    ("declareRightsNeeds", "subjectId"): "episode",
    ("linkRightsSubject", "subjectId"): "episode",
    ("linkRightsSubject", "sourceId"): "asset",
    ("unlinkRightsSubject", "subjectId"): "episode",
    ("unlinkRightsSubject", "sourceId"): "asset",
    ("recordExposure", "subjectId"): "episode",
    ("recordConsent", "subjectId"): "account",
    ("withdrawConsent", "subjectId"): "account",
    ("forgetConsentSubject", "subjectId"): "account",
    ("createUser", "agencyId"): "agency",
    ("draftRuleVersion", "baseId"): "rule_versions",
    ("proposeRuleVersion", "versionId"): "rule_versions",
    ("takeBackDeliverable", "assetId"): "assets",
    ("removeLaunchPolicy", "policyId"): "launch_policies",
    ("reportDistribution", "aboutId"): "placements",
    ("saveThreshold", "id"): "thresholds",
    ("retireThreshold", "id"): "thresholds",
    ("acknowledgeAlert", "id"): "alerts",
    ("unacknowledgeAlert", "id"): "alerts",
    ("snoozeAlert", "id"): "alerts",
    ("unsnoozeAlert", "id"): "alerts",
    ("silenceAlert", "id"): "alerts",
    ("unsilenceAlert", "id"): "alerts",
    ("closeCapturePoint", "id"): "capture_points",
    ("assignAlert", "id"): "alerts",
    ("cancelMetricsImport", "id"): "metric_files",
    ("resolveAlert", "id"): "alerts",
}
#: What a mutation is given where the plainest would not do.
PLAIN: Mapping[str, Any] = {
    "Boolean": True,
    "Date": "2026-11-25",
    "DateTime": "2026-12-24T09:00:00+00:00",
    "Decimal": "1.00",
    "Float": 1.0,
    "Int": 1,
    "JSON": {},
    "String": "walk",
    "Time": "09:00:00",
}
TEXTS: Mapping[str, str] = {
    "address": "https://walk.example.com/walk",
    "clickUrl": "https://walk.example.com/",
    "currency": "EUR",
    "country": "DE",
    "email": "walk@hub.example.com",
    "language": "en",
    "link": "https://walk.example.com/",
    "locale": "en",
    "market": "DE",
    "markets": "DE",
    "ownerEmail": "walk@hub.example.com",
    "query": "query($id: ID!) { request(id: $id) { id } }",
    "timeZone": "Europe/Paris",
    "table": "account,tier\n",
    "start": "20:00",
    "end": "08:00",
}


def mutations() -> Iterator[tuple[str, str]]:
    """Yield every mutation, with the document that makes it."""
    assert CORE.mutation_type is not None
    for name, field in CORE.mutation_type.fields.items():
        kind = get_named_type(field.type)
        shown = " ".join(
            f"{key} {{ __typename }}"
            for key in kind.fields
            if key not in {"errors", "results"}
            and hasattr(get_named_type(kind.fields[key].type), "fields")
        )
        errors = "errors { __typename ... on UserError { code message path } }"
        if "results" in kind.fields:
            errors = f"results {{ {errors} }}"
        yield (
            name,
            (
                f"mutation($input: {field.args['input'].type}) {{ done: {name}(input: $input)"
                f" {{ {shown} {errors} }} }}"
            ),
        )


def given(mutation: str, side: Mapping[str, str]) -> tuple[dict[str, Any], set[str]]:
    """Return the plainest input of a mutation that is aimed at a side, and the ids in it."""
    assert CORE.mutation_type is not None
    kind = get_named_type(CORE.mutation_type.fields[mutation].args["input"].type)
    aimed: set[str] = set()
    return _object(mutation, kind, side, aimed), aimed


def plainest(mutation: str, name: str, kind: Any, side: Mapping[str, str]) -> Any:
    """Return the plainest value of an input's field, aimed at a side."""
    return _value(mutation, name, kind, side, set())


def _object(
    mutation: str, kind: GraphQLInputObjectType, side: Mapping[str, str], aimed: set[str]
) -> dict[str, Any]:
    found, needed = {}, NEEDED.get(mutation, {})
    for name, field in kind.fields.items():
        must = isinstance(field.type, GraphQLNonNull) and field.default_value is Undefined
        is_id = get_named_type(field.type).name == "ID"
        if name in needed:
            found[name] = _needed(needed[name], side, aimed)
        elif must or (is_id and _table(mutation, name) in side):
            found[name] = _value(mutation, name, field.type, side, aimed)
    return found


def _needed(wanted: Any, side: Mapping[str, str], aimed: set[str]) -> Any:
    if not (isinstance(wanted, str) and wanted.startswith("$")):
        return wanted
    found = side.get(wanted[1:], "")
    aimed.add(found)
    return found


def _table(mutation: str, name: str) -> str:
    return IN.get((mutation, name), OF.get(name, "user" if name != "id" else ""))


def _value(mutation: str, name: str, kind: Any, side: Mapping[str, str], aimed: set[str]) -> Any:
    bare = get_nullable_type(kind)
    if is_list_type(bare):
        return [_value(mutation, name, bare.of_type, side, aimed)]
    if isinstance(bare, GraphQLInputObjectType):
        return _object(mutation, bare, side, aimed)
    if isinstance(bare, GraphQLEnumType):
        return _choice(mutation, name, list(bare.values))
    if bare.name == "ID":
        found = side.get(_table(mutation, name), "")
        aimed.add(found)
        return found
    return TEXTS.get(name, PLAIN[bare.name]) if bare.name == "String" else PLAIN[bare.name]


def _choice(mutation: str, name: str, values: list[str]) -> str:
    """Return the choice that fits the id beside it."""
    table = IN.get(
        (mutation, f"{name.removesuffix('Kind')}Id"), IN.get((mutation, "subjectId"), "")
    )
    return table.upper() if table.upper() in values else values[0]
