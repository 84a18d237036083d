"""The words for states and choices: each as it stands alone, and as it stands in a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.language import later, say
from domain.approvals.model import StageState
from domain.catalog.model import AssetKind, Category
from domain.consents.model import Channel as Reach
from domain.requests.kinds.ad_targets import Gender, Platform
from domain.requests.kinds.bought import Inventory
from domain.requests.kinds.campaign import CallToAction, Objective
from domain.requests.kinds.compensation import Remedy, Severity
from domain.requests.kinds.episode_release import Target
from domain.requests.kinds.heard import Heard, Position
from domain.requests.kinds.music_licence import Right
from domain.requests.kinds.promotion import Occasion
from domain.requests.kinds.repurpose import Channel
from domain.requests.kinds.retirement import Ending
from domain.requests.kinds.sponsorship import Read
from domain.requests.kinds.takedown import TakedownReason
from domain.requests.kinds.targeting import Means
from domain.requests.model import RequestState

#: Choices, as a field or a menu shows them.
_CHOICES: Mapping[str, str] = MappingProxyType(
    {
        Gender.FEMALE: later("Women"),
        Gender.MALE: later("Men"),
        Gender.NON_BINARY: later("Non-binary people"),
        Platform.ANDROID: later("Android"),
        Platform.DESKTOP: later("Computers"),
        Platform.IOS: later("iOS"),
        Objective.AWARENESS: later("Awareness"),
        Objective.TRAFFIC: later("Traffic"),
        Objective.APP_PROMOTION: later("App promotion"),
        Objective.PODCAST_STREAMS: later("Podcast streams"),
        CallToAction.APPLY_NOW: later("Apply now"),
        CallToAction.BOOK_NOW: later("Book now"),
        CallToAction.BUY_NOW: later("Buy now"),
        CallToAction.BUY_TICKETS: later("Buy tickets"),
        CallToAction.DOWNLOAD: later("Download"),
        CallToAction.FIND_STORES: later("Find stores"),
        CallToAction.GET_INFO: later("Get info"),
        CallToAction.LEARN_MORE: later("Learn more"),
        CallToAction.LISTEN_NOW: later("Listen now"),
        CallToAction.ORDER_NOW: later("Order now"),
        CallToAction.SHOP_NOW: later("Shop now"),
        CallToAction.SIGN_UP: later("Sign up"),
        CallToAction.VISIT_SITE: later("Visit site"),
        Category.NONE: later("None"),
        Category.ALCOHOL: later("Alcohol"),
        Category.GAMBLING: later("Gambling"),
        Category.FINANCE: later("Finance"),
        Category.HEALTH: later("Health"),
        Category.POLITICS: later("Politics"),
        Position.PRE_ROLL: later("Pre roll"),
        Position.MID_ROLL: later("Mid roll"),
        Position.POST_ROLL: later("Post roll"),
        Inventory.SHOW: later("The show's own"),
        Inventory.SPOTIFY: later("Bought at Spotify"),
        Heard.MUSIC: later("Music"),
        Heard.PODCAST: later("Podcasts"),
        Read.HOST_READ: later("Host read"),
        Read.AD_SPOT: later("Ad spot"),
        Remedy.CREDIT: later("Credit"),
        Remedy.MAKE_GOOD: later("Make good"),
        Remedy.REFUND: later("Refund"),
        Remedy.VOUCHER: later("Voucher"),
        Severity.LOW: later("Low"),
        Severity.MEDIUM: later("Medium"),
        Severity.HIGH: later("High"),
        Severity.CRITICAL: later("Critical"),
        Target.FEED: later("Feed"),
        Target.DISTRIBUTION_API: later("Distribution API"),
        Target.MEGAPHONE: later("Megaphone"),
        Target.PUBLISHING_TEAM: later("Publishing team"),
        Target.WEBHOOK: later("Webhook"),
        Right.COMPOSITION: later("Composition"),
        Right.RECORDING: later("Recording"),
        Occasion.GUEST_APPEARANCE: later("Guest appearance"),
        Occasion.INTERVIEW: later("Interview"),
        Occasion.AUTHOR_PLAYLIST: later("Author playlist"),
        Occasion.LAUNCH: later("Launch"),
        Channel.AD: later("Ad"),
        Channel.SOCIAL: later("Social"),
        Channel.NEWSLETTER: later("Newsletter"),
        Channel.WEBSITE: later("Website"),
        Channel.IN_STORE: later("In store"),
        Channel.VIDEO: later("Video"),
        Ending.PAUSE: later("Pause"),
        Ending.ARCHIVE: later("Archive"),
        Ending.TAKEDOWN: later("Takedown"),
        TakedownReason.RIGHTS: later("Rights"),
        TakedownReason.CONSENT_WITHDRAWN: later("Consent withdrawn"),
        TakedownReason.LEGAL_ORDER: later("Legal order"),
        TakedownReason.SAFETY: later("Safety"),
        TakedownReason.MISTAKE: later("Mistake"),
        TakedownReason.OTHER: later("Other"),
        Means.AD_SET: later("Ad set"),
        Means.JOURNEY: later("Journey"),
        Reach.EMAIL: later("E-mail"),
        Reach.SMS: later("SMS"),
        Reach.CALL: later("Call"),
        Reach.PUSH: later("Push message"),
        Reach.AD_AUDIENCE: later("Ad audience"),
        Reach.EVERY: later("Every channel"),
    }
)

#: Kinds of files, within a sentence.
_FILES: Mapping[AssetKind, str] = MappingProxyType(
    {
        AssetKind.AUDIO: later("audio"),
        AssetKind.IMAGE: later("image"),
        AssetKind.DOCUMENT: later("document"),
    }
)

#: Where a stage stands, behind its name.
_STAGES: Mapping[StageState, str] = MappingProxyType(
    {
        StageState.WAITING: later("waiting"),
        StageState.OPEN: later("open"),
        StageState.APPROVED: later("approved"),
        StageState.REJECTED: later("rejected"),
        StageState.CHANGES_REQUESTED: later("changes requested"),
        StageState.DROPPED: later("dropped"),
    }
)

#: Where a request stands, behind its title in a list.
_REQUESTS: Mapping[RequestState, str] = MappingProxyType(
    {
        RequestState.IN_REVIEW: later("in review"),
        RequestState.CHANGES_REQUESTED: later("changes requested"),
        RequestState.APPROVED: later("approved"),
        RequestState.PUBLISHED: later("handed over"),
        RequestState.LIVE: later("live"),
        RequestState.REJECTED: later("rejected"),
        RequestState.WITHDRAWN: later("withdrawn"),
    }
)


def word(choice: str) -> str:
    """A choice of a brief, as it stands alone."""
    return say(_CHOICES[choice]) if choice in _CHOICES else _plain(choice).capitalize()


def file_kind(kind: str) -> str:
    """A kind of file, within a sentence."""
    return say(_FILES[AssetKind(kind)])


def stage_state(state: StageState) -> str:
    """Where a stage stands, within a sentence."""
    return say(_STAGES[state])


def request_state(state: RequestState, *, paused: bool = False) -> str:
    """Where a request stands, within a sentence; of a live one, whether people had it `paused`."""
    if paused and state is RequestState.LIVE:
        return say("paused at Spotify")
    return say(_REQUESTS[state])


def _plain(name: str) -> str:
    """What no table knows yet, in English."""
    return name.replace("_", " ")
