"""The schema: a table of contents, no logic."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.across.bulk_acts import BulkMutation
from api.across.live import Subscription
from api.across.newest import NewestQuery
from api.across.nodes import NodeQuery
from api.across.searching import SearchQuery
from api.acts.activation import ActivationMutation
from api.acts.audience import AudienceMutation
from api.acts.conditions import ConditionMutation
from api.acts.hand_overs import HandOverMutation
from api.acts.kinds import KindMutation
from api.acts.productions import ProductionMutation
from api.acts.publishing import TargetMutation
from api.acts.remedies import RemedyMutation
from api.acts.requests import RequestMutation
from api.acts.reviews import CampaignReviewMutation
from api.acts.revisions import RevisionDraftMutation, RevisionDraftQuery
from api.acts.seats import SeatsMutation
from api.acts.sponsorships import SponsorshipMutation
from api.alerts.alert import AlertMutation, AlertQuery
from api.alerts.hearing import HearingMutation, HearingQuery
from api.alerts.lists import WatchingQuery
from api.alerts.team_silences import TeamSilenceMutation, TeamSilenceQuery
from api.alerts.thresholds import ThresholdMutation, ThresholdQuery
from api.audience.capture_points import CaptureMutation
from api.audience.consents import ConsentMutation, ConsentQuery
from api.audience.journey_acts import JourneyMutation
from api.audience.journeys import JourneyQuery
from api.audience.leads import LeadQuery
from api.audience.segments import AudienceQuery
from api.cases.acts import CaseMutation
from api.cases.compensations import CompensationMutation
from api.cases.forms import CaseFormMutation
from api.cases.lists import CaseQuery
from api.catalog.adding import CatalogMutation
from api.catalog.adding_sites import SiteMutation
from api.catalog.assets import AssetMutation, AssetQuery
from api.catalog.connections import ConnectionMutation
from api.catalog.entries import CatalogQuery
from api.catalog.facts import FactsMutation
from api.catalog.feed_acts import FeedMutation, FeedQuery
from api.catalog.lists import CatalogListQuery
from api.catalog.music import MusicMutation
from api.catalog.packs import PackQuery
from api.catalog.public_feeds import PodcastFeedMutation, PodcastFeedQuery
from api.catalog.sites import SiteQuery
from api.catalog.spotify_shows import SpotifyShowMutation
from api.conventions.errors import UserError
from api.conventions.instants import scalars
from api.meanings.arguments import describe
from api.metrics.ad_reports import ReportMutation, ReportQuery
from api.metrics.charts import ChartQuery
from api.metrics.files import MetricFileMutation, MetricFileQuery
from api.metrics.imports import MetricImportQuery
from api.metrics.series import MetricMutation, MetricQuery
from api.metrics.tables import MetricTableMutation, MetricTableQuery
from api.operations.extensions import extensions
from api.operations.masking import HubSchema
from api.operations.spending import RateLimitQuery
from api.people.absences import AbsenceMutation, AbsenceQuery
from api.people.calendars import CalendarMutation, CalendarQuery
from api.people.chat_accounts import AccountQuery
from api.people.languages import LanguageMutation
from api.people.lists import PeopleListQuery
from api.people.routes import RoutingMutation, RoutingQuery
from api.people.standing import StandingMutation
from api.people.tokens import TokenMutation
from api.people.users import PeopleMutation, PeopleQuery
from api.publishing.distribution import DistributionMutation
from api.publishing.exposure_acts import ExposureMutation
from api.publishing.exposures import ExposureQuery
from api.publishing.hand_overs import HandOverQuery
from api.requests.lists import RequestQuery
from api.rights.agreements import RightsAgreementMutation, RightsAgreementQuery
from api.rights.clearance import RightsQuery
from api.rights.entering import RightsMutation
from api.rulebook.executors import ExecutorMutation
from api.rulebook.governing import RuleMutation
from api.rulebook.orchestration import OrchestrationMutation, OrchestrationQuery
from api.rulebook.reading import RuleQuery
from api.titles.audio_fit import AudioFitMutation, AudioFitQuery
from api.titles.avails import TitleAvailabilityQuery
from api.titles.contributors import ContributorMutation, ContributorQuery
from api.titles.launch_acts import LaunchMutation
from api.titles.launches import LaunchQuery
from api.titles.masters import MasterMutation, MasterQuery
from api.titles.proposals import ProposalMutation, ProposalQuery
from api.titles.works import WorkQuery
from api.webhooks.acts import WebhookMutation
from api.webhooks.webhook import WebhookQuery


@strawberry.type(description="Reading.")
class Query(
    NodeQuery,
    RequestQuery,
    HandOverQuery,
    CatalogQuery,
    CatalogListQuery,
    SiteQuery,
    RightsQuery,
    TitleAvailabilityQuery,
    ExposureQuery,
    MasterQuery,
    MetricQuery,
    MetricTableQuery,
    MetricFileQuery,
    MetricImportQuery,
    ReportQuery,
    AudioFitQuery,
    ThresholdQuery,
    RevisionDraftQuery,
    AlertQuery,
    ChartQuery,
    RightsAgreementQuery,
    ProposalQuery,
    WorkQuery,
    LaunchQuery,
    ContributorQuery,
    ConsentQuery,
    LeadQuery,
    SearchQuery,
    PackQuery,
    AssetQuery,
    PeopleQuery,
    NewestQuery,
    WatchingQuery,
    HearingQuery,
    TeamSilenceQuery,
    PeopleListQuery,
    RuleQuery,
    OrchestrationQuery,
    AbsenceQuery,
    RoutingQuery,
    CalendarQuery,
    AccountQuery,
    CaseQuery,
    AudienceQuery,
    JourneyQuery,
    PodcastFeedQuery,
    FeedQuery,
    RateLimitQuery,
    WebhookQuery,
):
    """Everything that can be read."""


@strawberry.type(description="Acting. Every mutation says in `errors` why it did not happen.")
class Mutation(
    RequestMutation,
    ActivationMutation,
    SponsorshipMutation,
    KindMutation,
    HandOverMutation,
    RuleMutation,
    ExecutorMutation,
    CatalogMutation,
    SiteMutation,
    MusicMutation,
    RightsMutation,
    ExposureMutation,
    MasterMutation,
    MetricMutation,
    MetricTableMutation,
    MetricFileMutation,
    ReportMutation,
    AudioFitMutation,
    CampaignReviewMutation,
    ProductionMutation,
    ThresholdMutation,
    RevisionDraftMutation,
    AlertMutation,
    HearingMutation,
    TeamSilenceMutation,
    DistributionMutation,
    RightsAgreementMutation,
    ProposalMutation,
    LaunchMutation,
    ContributorMutation,
    ConsentMutation,
    CaptureMutation,
    FactsMutation,
    AssetMutation,
    PeopleMutation,
    TokenMutation,
    StandingMutation,
    OrchestrationMutation,
    LanguageMutation,
    AbsenceMutation,
    ConditionMutation,
    RemedyMutation,
    SeatsMutation,
    RoutingMutation,
    CalendarMutation,
    CaseMutation,
    CompensationMutation,
    CaseFormMutation,
    AudienceMutation,
    JourneyMutation,
    PodcastFeedMutation,
    ConnectionMutation,
    FeedMutation,
    SpotifyShowMutation,
    TargetMutation,
    BulkMutation,
    WebhookMutation,
):
    """Everything that can be done."""


schema = HubSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[UserError],
    config=StrawberryConfig(auto_camel_case=True, scalar_map=scalars()),
    extensions=extensions(),
)
describe(schema._schema)  # noqa: SLF001  Strawberry's name for the graphql-core schema underneath.


def printed() -> str:
    """Return the schema as a document, as it is committed."""
    return schema.as_str().strip() + "\n"
