"""The core's enums in the schema: their names there, and what they mean."""

import strawberry

from api.meanings.ads import NAMED as AD_ENUMS
from api.meanings.alerts import NAMED as ALERT_ENUMS
from api.meanings.audience import NAMED as AUDIENCE_ENUMS
from api.meanings.audio_fit import NAMED as AUDIO_FIT_ENUMS
from api.meanings.contributors import NAMED as CONTRIBUTOR_ENUMS
from api.meanings.edits import NAMED as EDIT_ENUMS
from api.meanings.feeds import NAMED as FEED_ENUMS
from api.meanings.kinds import NAMED as KIND_ENUMS
from api.meanings.launches import NAMED as LAUNCH_ENUMS
from api.meanings.metrics import NAMED as METRIC_ENUMS
from api.meanings.remedies import NAMED as REMEDY_ENUMS
from api.meanings.reviews import NAMED as REVIEW_ENUMS
from api.meanings.rights import NAMED as RIGHTS_ENUMS
from api.meanings.webhooks import NAMED as WEBHOOK_ENUMS
from domain.actor import Door, Role, Scope
from domain.approvals.model import Choice, StageState
from domain.bulk import ErrorPolicy
from domain.cases.model import (
    CaseKind,
    CaseState,
    Clock,
    CommentKind,
    CustomerValue,
    Priority,
    Severity,
    Source,
    SubjectKind,
    Topic,
)
from domain.cases.reading import CaseOrder
from domain.catalog.model import AssetKind, AssetState, Category, Sensitivity
from domain.compensations.model import CompensationState, Fault, Tier
from domain.conditions.model import ConditionState
from domain.connections.model import ConnectionState
from domain.decisions.model import Difference, Flaw, Outcome
from domain.deliverables.model import DeliveryState
from domain.executors.model import Executor
from domain.orchestration.model import Gap, Orchestrator
from domain.pages import Direction
from domain.pages import Order as NameOrder
from domain.placements.model import HandOverState, PlacementState
from domain.requests.kinds.campaign import CallToAction, Objective
from domain.requests.kinds.heard import Position
from domain.requests.kinds.sponsorship import Read
from domain.requests.model import RequestState
from domain.requests.reading import Order
from domain.tellings.model import Outcome as TellingOutcome
from domain.tellings.model import Way, What

#: Every enum of the schema with its name and meaning there.
NAMED = (
    (ErrorPolicy, "ErrorPolicy", "What becomes of the others where one of several fails."),
    (Role, "Role", "What somebody is here for."),
    (Scope, "TokenScope", "What a token may be used for."),
    (RequestState, "RequestState", "Where a request stands."),
    (StageState, "StageState", "How far a stage is."),
    (Choice, "VoteChoice", "What a reviewer says."),
    (Outcome, "DecisionOutcome", "Whether the rules decided, or people must look."),
    (Flaw, "RuleFlaw", "What can be wrong with a table as it stands."),
    (Difference, "RowDifference", "How a row of one version stands to the other's."),
    (ConditionState, "ConditionState", "How far a condition on a yes is."),
    (ConnectionState, "ConnectionState", "How the connection to an account stands."),
    (What, "DeliveryKind", "What somebody was told."),
    (Way, "DeliveryWay", "By which way somebody was told."),
    (TellingOutcome, "DeliveryOutcome", "What became of telling somebody."),
    (Executor, "RuleExecutor", "Who judges by a table."),
    (Door, "Door", "The way a change came in."),
    (HandOverState, "HandOverState", "Whether what was handed over was received."),
    (PlacementState, "PlacementState", "Whether the publisher shows it."),
    (Objective, "CampaignObjective", "What a campaign is for."),
    (Category, "RegulatedCategory", "The regulated class of what is sold."),
    (CallToAction, "CallToAction", "The words on the button."),
    (AssetKind, "AssetKind", "What a file is used as."),
    (AssetState, "AssetState", "Whether a file may be used."),
    (Sensitivity, "TopicSensitivity", "How risky a topic is for who is heard beside it."),
    (Position, "AdPosition", "Where in an episode a sponsor is heard."),
    (Read, "SponsorshipRead", "Who speaks."),
    (DeliveryState, "DeliverableState", "How far a file is."),
    (Orchestrator, "Orchestrator", "Who leads a kind through its stages."),
    (Gap, "OrchestrationGap", "How the workflow service and the hub can be apart."),
    (Order, "RequestOrderField", "What a list of requests is sorted by."),
    (Direction, "OrderDirection", "Which way a list runs."),
    (NameOrder, "NameOrderField", "What a list of things with names is sorted by."),
    (CaseKind, "CaseKind", "What somebody comes with."),
    (CaseState, "CaseState", "How far a case is."),
    (Clock, "CaseClock", "What has to be done in time."),
    (CommentKind, "CaseCommentKind", "Whom a comment is for."),
    (CustomerValue, "CustomerValue", "How much an account means to the organisation."),
    (Priority, "CasePriority", "How soon somebody answers."),
    (Severity, "CaseSeverity", "How bad it is for whoever it happens to."),
    (Source, "CaseSource", "The way a case came in."),
    (SubjectKind, "CaseSubjectKind", "What a case may be about."),
    (Topic, "CaseTopic", "What it is about."),
    (CaseOrder, "CaseOrderField", "What a list of cases is sorted by."),
    (CompensationState, "CompensationState", "How far a compensation is."),
    (Fault, "CaseFault", "Whose fault it was."),
    (Tier, "CompensationTier", "How something is made good."),
)

for _enum, _name, _meaning in NAMED:
    strawberry.enum(_enum, name=_name, description=_meaning)
for _kind_enum, _name, _meaning in (
    *KIND_ENUMS,
    *RIGHTS_ENUMS,
    *WEBHOOK_ENUMS,
    *CONTRIBUTOR_ENUMS,
    *AUDIO_FIT_ENUMS,
    *LAUNCH_ENUMS,
    *FEED_ENUMS,
):
    strawberry.enum(_kind_enum, name=_name, description=_meaning)
for _audience_enum, _name, _meaning in AUDIENCE_ENUMS:
    strawberry.enum(_audience_enum, name=_name, description=_meaning)
for _metric_enum, _name, _meaning in (
    *AD_ENUMS,
    *METRIC_ENUMS,
    *ALERT_ENUMS,
    *REVIEW_ENUMS,
    *EDIT_ENUMS,
    *REMEDY_ENUMS,
):
    strawberry.enum(_metric_enum, name=_name, description=_meaning)
