"""The schema: a table of contents, no logic."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.accounts import AccountQuery
from api.activation import ActivationMutation
from api.acts import RequestMutation
from api.alerting import AlertMutation, AlertQuery
from api.approving import ApprovingMutation, ApprovingQuery
from api.assets import AssetMutation, AssetQuery
from api.audience import AudienceQuery
from api.audience_acts import AudienceMutation
from api.audio_fit import AudioFitMutation, AudioFitQuery
from api.avails import TitleAvailabilityQuery
from api.bulk_acts import BulkMutation
from api.calendars import CalendarMutation, CalendarQuery
from api.capturing import CaptureMutation
from api.case_acts import CaseMutation
from api.case_forms import CaseFormMutation
from api.case_lists import CaseQuery
from api.catalog import CatalogQuery
from api.catalog_lists import CatalogListQuery
from api.cataloguing import CatalogMutation
from api.charting import ChartQuery
from api.compensation_acts import CompensationMutation
from api.connecting import ConnectionMutation
from api.consents import ConsentMutation, ConsentQuery
from api.contributing import ContributorMutation, ContributorQuery
from api.distribution import DistributionMutation
from api.errors import UserError
from api.executors import ExecutorMutation
from api.exposing import ExposureMutation
from api.exposures import ExposureQuery
from api.extensions import extensions
from api.facts import FactsMutation
from api.feeding import FeedMutation, FeedQuery
from api.governing import RuleMutation
from api.granting import RightsMutation
from api.handing import HandOverQuery
from api.hearing import HearingMutation, HearingQuery
from api.instants import scalars
from api.journey_acts import JourneyMutation
from api.journeys import JourneyQuery
from api.kinds import KindMutation
from api.languages import LanguageMutation
from api.launches import LaunchQuery
from api.launching import LaunchMutation
from api.leads import LeadQuery
from api.lists import RequestQuery
from api.live import Subscription
from api.masking import HubSchema
from api.masters import MasterMutation, MasterQuery
from api.meanings import describe
from api.measuring import MetricMutation, MetricQuery
from api.metric_files import MetricFileMutation, MetricFileQuery
from api.metric_imports import MetricImportQuery
from api.metric_tables import MetricTableMutation, MetricTableQuery
from api.music import MusicMutation
from api.newest import NewestQuery
from api.orchestration import OrchestrationMutation, OrchestrationQuery
from api.packs import PackQuery
from api.people import PeopleMutation, PeopleQuery
from api.people_lists import PeopleListQuery
from api.placing import SiteMutation
from api.podcasts import PodcastFeedMutation, PodcastFeedQuery
from api.producing import ProductionMutation
from api.proposing import ProposalMutation, ProposalQuery
from api.receiving import HandOverMutation
from api.remedying import RemedyMutation
from api.reporting import ReportMutation, ReportQuery
from api.reviewing import CampaignReviewMutation
from api.revising import RevisionDraftMutation, RevisionDraftQuery
from api.rights_agreements import RightsAgreementMutation, RightsAgreementQuery
from api.rights_book import RightsQuery
from api.routing import RoutingMutation, RoutingQuery
from api.rulebook import RuleQuery
from api.searching import SearchQuery
from api.seats import SeatsMutation
from api.shown import SpotifyShowMutation
from api.sites import SiteQuery
from api.spending import RateLimitQuery
from api.sponsoring import SponsorshipMutation
from api.standing import StandingMutation
from api.targets import TargetMutation
from api.team_silences import TeamSilenceMutation, TeamSilenceQuery
from api.thresholding import ThresholdMutation, ThresholdQuery
from api.watching import WatchingQuery
from api.webhook_acts import WebhookMutation
from api.webhooks import WebhookQuery
from api.works import WorkQuery


@strawberry.type(description="Reading.")
class Query(
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
    ApprovingQuery,
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
    StandingMutation,
    OrchestrationMutation,
    LanguageMutation,
    ApprovingMutation,
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
