"""What rights are made of: layers, grants and prohibitions, and what is asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType

from domain.isrc import plain
from domain.territories import Area

#: Later than any window ends; stands for an end that there is none of, where ends are compared.
FOREVER = datetime.max.replace(tzinfo=UTC)


class SubjectKind(StrEnum):
    """What rights are held in. The names are kept with every grant: add, never rename."""

    ASSET = "asset"
    EPISODE = "episode"
    SHOW = "show"
    RECORDING = "recording"
    TITLE = "title"
    WORK = "work"


class Layer(StrEnum):
    """One of the rights that lie on top of each other in a piece of audio.

    `SALES_TERRITORY` is no clearance: it says where a product may be sold at all, and is an outer
    fence around every other layer.
    """

    TEXT_AUDIO_ADAPTATION = "text_audio_adaptation"
    NARRATOR = "narrator"
    GUEST_RELEASE = "guest_release"
    MUSIC_COMPOSITION_SYNC = "music_composition_sync"
    MUSIC_COMPOSITION_MECH = "music_composition_mech"
    MUSIC_COMPOSITION_PERF = "music_composition_perf"
    MUSIC_MASTER = "music_master"
    COVER_ART = "cover_art"
    HEADSHOT = "headshot"
    BRAND_APPROVAL = "brand_approval"
    SALES_TERRITORY = "sales_territory"


class Use(StrEnum):
    """What is done with it, as a tree: see `PARENT`."""

    EVERY = "every"
    ON_DEMAND = "on_demand"
    STREAM = "stream"
    DOWNLOAD = "download"
    PROMOTION = "promotion"
    CLIP = "clip"
    ADVERTISING = "advertising"
    PUBLIC_PERFORMANCE = "public_performance"
    IN_STORE = "in_store"
    EVENT = "event"


#: The use that each use is a part of; a right to the whole is one to the part, never otherwise.
PARENT: Mapping[Use, Use] = MappingProxyType(
    {
        Use.ON_DEMAND: Use.EVERY,
        Use.STREAM: Use.ON_DEMAND,
        Use.DOWNLOAD: Use.ON_DEMAND,
        Use.PROMOTION: Use.EVERY,
        Use.CLIP: Use.PROMOTION,
        Use.ADVERTISING: Use.EVERY,
        Use.PUBLIC_PERFORMANCE: Use.EVERY,
        Use.IN_STORE: Use.PUBLIC_PERFORMANCE,
        Use.EVENT: Use.PUBLIC_PERFORMANCE,
    }
)


class Effect(StrEnum):
    """Whether a grant permits or prohibits; a prohibition wins."""

    PERMIT = "permit"
    PROHIBIT = "prohibit"


class Flow(StrEnum):
    """Whether rights come in, from those who hold them, or go out, to those we let use them."""

    IN = "in"
    OUT = "out"


class Exclusivity(StrEnum):
    """Who else may: nobody, only who grants it, or anybody."""

    EXCLUSIVE = "exclusive"
    SOLE = "sole"
    NON_EXCLUSIVE = "non_exclusive"


class Status(StrEnum):
    """How far the paper is; only what is signed permits anything."""

    DRAFT = "draft"
    SIGNED = "signed"
    DISPUTED = "disputed"


class End(StrEnum):
    """How a window ends: on its date, never, or nobody knows when."""

    DATED = "dated"
    PERPETUAL = "perpetual"
    UNKNOWN = "unknown"


class Duty(StrEnum):
    """What has to be done before a permission counts."""

    CREDIT = "credit"
    PRE_APPROVAL = "pre_approval"
    FEE_PAID = "fee_paid"
    NO_EDIT = "no_edit"


class Origin(StrEnum):
    """Where a grant was written down first."""

    HUB = "hub"
    CONSONANCE = "consonance"
    ONIX = "onix"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Subject:
    """What rights are held in: its kind, and its id there (of a recording, its ISRC)."""

    kind: SubjectKind
    ref: str

    def __post_init__(self) -> None:
        """Keep one spelling: what is agreed of a recording is found however it is asked for."""
        if self.kind is SubjectKind.RECORDING:
            object.__setattr__(self, "ref", plain(self.ref))


@dataclass(frozen=True, slots=True)
class Need:
    """A layer that a subject is known to contain, and so has to be cleared.

    `part` tells apart what there is several of (two tracks, three guests); empty for all of it.
    `uses` are those that need it, empty for every one.
    """

    layer: Layer
    part: str = ""
    uses: frozenset[Use] = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """From `starts_at` on until just before `ends_at`, UTC; `ends_at` is set if `end` is dated."""

    starts_at: datetime
    ends_at: datetime | None
    end: End = End.DATED

    @property
    def until(self) -> datetime:
        """The end, `FOREVER` where none is known."""
        return FOREVER if self.ends_at is None else self.ends_at

    def holds(self, at: datetime) -> bool:
        """Whether it is open at `at`."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a grant reaches: uses, territories, languages (BCP 47) and channels.

    No languages are every language, no channels every channel. `include` and `exclude` are the
    places as they were written, `area` what they held on that day.
    """

    uses: frozenset[Use]
    area: Area
    languages: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """How a permission is held: who else may, whether it can be passed on, what is to be done.

    `duties` says of each duty whether it was done.
    """

    exclusivity: Exclusivity = Exclusivity.NON_EXCLUSIVE
    sublicensable: bool = False
    duties: Mapping[Duty, bool] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a grant comes from: the two sides, the paper, and where it was written down first.

    `agreement_id` is the agreement it belongs to, if the hub knows of one.
    """

    grantor: str
    grantee: str = ""
    document: str = ""
    signed_on: date | None = None
    origin: Origin = Origin.HUB
    origin_ref: str = ""
    agreement_id: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission or prohibition. It never changes but in its end, status and duties done.

    `part` is which of several components of the layer it is about, empty for all of them.
    """

    id: str
    subject: Subject
    layer: Layer
    effect: Effect
    scope: Scope
    window: Window
    provenance: Provenance
    part: str = ""
    flow: Flow = Flow.IN
    status: Status = Status.SIGNED
    terms: Terms = field(default_factory=Terms)
    version: int = 1
