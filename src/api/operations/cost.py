"""What an operation would cost to answer: roughly, how many fields.

The limits of `api.operations.lengths` look at the document alone. Here what stands inside a list
counts as often as the list is long: as `first` or `last` say, literally or by variable, or else as
long as such a list usually is. So the work a document asks for is bounded, and not only its length.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    value_from_ast_untyped,
)

from domain.pages import PAGE_DEFAULT, PAGE_MAX

#: The most one operation may cost. A page of fifty requests with everything that is shown of them
#: is below it; at some fifteen microseconds a field it is answered well within a second.
COST_MAX = 10_000

#: How long lists usually are that have no `first`, by field; others count as one page.
LENGTHS: Mapping[str, int] = MappingProxyType(
    {
        "edges": 1,  # Counted already, where `first` stands.
        "results": 1,  # Counted already, where the items stand.
        "stages": 5,
        "votes": 5,
        "handedSeats": 2,
        "decisions": 5,
        "conditions": 5,
        "placements": 5,
        "errors": 5,
        "subjects": 5,
        "escalations": 5,
        "compensations": 5,
        "overdue": 2,
        "readiness": 10,
        "audienceEstimates": 10,
        "remedies": 5,
        "listedAccounts": 100,
        "journeyDeliveries": 10,
        "journeyEndpoints": 100,
        "podcastFeeds": 100,
        "targets": 3,
        "removals": 3,
        "deliverables": 10,
        "materials": 10,
        "approvals": 5,
        "voterNames": 3,
        "instructions": 10,
        "hours": 7,
        "titles": 5,
        "contributors": 5,
        "series": 2,
        "dates": 5,
        "launchPlans": 20,
        "milestones": 3,
        "briefs": 6,
        "fields": 15,
        "notes": 10,
        "live": 5,
        "salesRights": 5,
        "descriptions": 4,
        "territories": 4,
        "languages": 2,
        "extents": 2,
        "parts": 10,
        "leftOut": 10,
        "days": 5,
        "effective": 10,
        "handOvers": 100,
        "openRightsProposals": 100,
        "sites": 100,
        "accounts": 100,
        "tokens": 10,
        "auditTrail": 25,
        "decisionTables": 10,
        "turns": 10,
        "orchestrations": 15,
        "layers": 10,
        "ends": 3,
        "trackLists": 2,
        "tracks": 20,
        "reports": 3,
        "linksTold": 10,
        "history": 10,
        "needs": 10,
        "spans": 5,
        "reasons": 5,
        "conflicts": 10,
        "duties": 3,
        "verdicts": 3,
        "policies": 10,
        "enforcementPolicies": 10,
        "above": 3,
        "proposedNeeds": 10,
        "expiring": 100,
        "behaviourLines": 25,
        "fitLines": 3,
        "capturePoints": 100,
        "captureHosts": 10,
        "backfills": 10,
        "insights": 6,
        "metrics": 3,
        "components": 3,
        "metricCatalogue": 30,
        "points": 100,
        "thresholdTemplates": 10,
        "startedBy": 3,
        "revisionDrafts": 100,
        "reviews": 3,
        "funnel": 7,
        "figures": 12,
        "suggestions": 3,
        "correctedSince": 5,
        "earlierEpisodes": 5,
        "outsideIds": 5,
        "categories": 3,
        "feedCategories": 110,
        "findings": 10,
        "feedReport": 10,
        "webhooks": 10,
        "webhookEvents": 5,
        "attempts": 5,
    }
)

#: What fields cost by themselves that take more than showing what is there, by type and field: a
#: version is checked with all its cases, a decision is made again, whole files are sent.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "Query.nodes": 5,
        "Query.simulate": 2_000,
        "Mutation.bulkCastVotes": 40,
        "Mutation.bulkAssignCases": 40,
        "Mutation.bulkCloseCases": 40,
        "Mutation.bulkEndExposures": 40,
        "Mutation.bulkEndRightsGrants": 40,
        "Mutation.bulkMoveRightsGrants": 40,
        "Query.liveAgainstCleared": 1_000,
        "Query.exposures": 1_000,
        "Query.exposuresConnection": 1_000,
        "Query.exposure": 50,
        "Query.metrics": 500,
        "MetricSeries.restatements": 20,
        "Query.audioFit": 1_000,
        "Title.audioFit": 1_000,
        "AudioFitConnection.csv": 40,
        "Query.tryThreshold": 3_000,
        "Request.customerList": 10,
        "RuleVersion.check": 500,
        "RuleVersion.grid": 100,
        "RuleVersion.dmn": 50,
        "RuleVersion.cases": 50,
        "Decision.misses": 50,
        "Decision.missCount": 50,
        "RuleRelease.request": 20,
        "OrchestrationDrift.request": 20,
        "AlertStart.request": 20,
        "AlertStart.case": 20,
        "Orchestration.bpmn": 100,
        "Request.bpmn": 50,
        "Launch.live": 50,
        "Placement.exposures": 200,
        "Request.commercialAudio": 100,
        "CampaignReview.correctedSince": 50,
        "EpisodeResults.notes": 50,
        "Request.earlierEpisodes": 100,
        "Request.results": 50,
        "Rights.clearance": 500,
        "Rights.availability": 3_000,
        "Rights.conflicts": 3_000,
        "Query.titleAvailability": 3_000,
        "Query.expiring": 1_000,
        "Query.feedReport": 200,
        "ShowFeed.findings": 100,
        "ShowFeed.items": 20,
        "ShowFeed.lastModified": 20,
    }
)

#: The arguments that say how long a list is to be.
SIZES = frozenset({"first", "last"})

#: What asking for the schema itself costs, whatever is asked about it.
SCHEMA_COST = 5_000


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> int:
    """Return what `operation` of a valid `document` would cost with `variables`."""
    defaults = {
        node.variable.name.value: value_from_ast_untyped(node.default_value)
        for node in operation.variable_definitions or ()
        if node.default_value is not None
    }
    root = schema.get_root_type(operation.operation)
    meter = _Meter(schema, document, {**defaults, **variables})
    return meter.measure(operation.selection_set, root.name if root else "")


def too_costly(node: OperationDefinitionNode | None, cost: int) -> GraphQLError:
    """Return what a caller is told whose operation would cost too much."""
    return GraphQLError(
        f"This operation would cost {cost:,}, and may cost {COST_MAX:,}. Ask for fewer items at"
        " once (`first`), for fewer fields of them, or in several operations.",
        [node] if node else None,
        extensions={"code": "too_complex", "limit": "cost", "max": COST_MAX, "cost": cost},
    )


class _Meter:
    """Measures selections; what a fragment costs is found once."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
    ) -> None:
        self._schema = schema
        self._variables = variables
        self._known: dict[str, int] = {}
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    def measure(self, selections: SelectionSetNode | None, parent: str) -> int:
        """Return what a selection on the type `parent` costs."""
        if selections is None:
            return 0
        return sum(self._one(node, parent) for node in selections.selections)

    def _one(self, node: Any, parent: str) -> int:  # noqa: ANN401  One of three kinds of node.
        if isinstance(node, FieldNode):
            return self._field(node, parent)
        if isinstance(node, InlineFragmentNode):
            on = node.type_condition.name.value if node.type_condition else parent
            return self.measure(node.selection_set, on)
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value)
        return 0

    def _field(self, node: FieldNode, parent: str) -> int:
        name = node.name.value
        if name.startswith("__"):
            return SCHEMA_COST if node.selection_set else 1
        own = WEIGHTS.get(f"{parent}.{name}", 1) * self._given(node)
        field = getattr(self._schema.get_type(parent), "fields", {}).get(name)
        if field is None or node.selection_set is None:
            return own
        inner = self.measure(node.selection_set, get_named_type(field.type).name)
        return own + inner * self._length(node, field)

    def _given(self, node: FieldNode) -> int:
        """Return how many things a field is given by name: it takes them one by one."""
        for argument in node.arguments or ():
            if argument.name.value in {"ids", "input"}:
                said = value_from_ast_untyped(argument.value, dict(self._variables))
                held = said.get("items") if isinstance(said, dict) else said
                return max(1, len(held)) if isinstance(held, list) else 1
        return 1

    def _length(self, node: FieldNode, field: Any) -> int:  # noqa: ANN401  A field of an object or an interface.
        """Return how often what stands inside a field is answered."""
        if (given := self._given(node)) > 1:
            return given
        if not ("first" in field.args or is_list_type(get_nullable_type(field.type))):
            return 1
        asked = [
            value_from_ast_untyped(argument.value, dict(self._variables))
            for argument in node.arguments or ()
            if argument.name.value in SIZES
        ]
        # A variable may hold 100.0, which GraphQL takes for the whole number it is.
        sizes = [int(size) for size in asked if isinstance(size, (int, float))]
        usual = LENGTHS.get(node.name.value, PAGE_DEFAULT)
        return min(max(*sizes, 1), PAGE_MAX) if sizes else usual

    def _fragment(self, name: str) -> int:
        if name not in self._known:
            fragment = self._fragments[name]
            on = fragment.type_condition.name.value
            self._known[name] = self.measure(fragment.selection_set, on)
        return self._known[name]
