"""A campaign at the publisher."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from domain.campaigns.targets.model import ByMarket
from domain.catalog.model import Asset
from domain.jobs.model import RetryLater
from domain.requests.kinds.campaign import CampaignBrief


@dataclass(frozen=True, slots=True)
class Check:
    """One readiness check: what was looked at, whether it holds, and what was found."""

    name: str
    holds: bool
    found: str


@dataclass(frozen=True, slots=True)
class Flight:
    """The part of a campaign that runs in one market, with its share of the budget."""

    market: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Order:
    """What the publisher is to run: a brief of one revision, its flights and its files.

    `reference` is ours and stands on the publisher's side too, so that a draft can be found
    again. `assets` is by the brief's field names. `targets` are those that approved targetings set
    in place of the brief's audience, by market. `bids` are what is paid at most for a thousand
    impressions, by market; an order of before they were asked for has none.
    """

    request_id: str
    revision: int
    reference: str
    brief: CampaignBrief
    flights: tuple[Flight, ...]
    assets: Mapping[str, Asset]
    targets: ByMarket = field(default_factory=dict)
    bids: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A campaign's standing at the publisher.

    `outside` maps our names for parts ("campaign", "ad_set:DE", "ad:DE", "asset:<id>") to the
    publisher's ids. `version` counts edits at the publisher; `approved_version` is the one that
    was validated for the present revision and may be published. `tried_by` is the job that began
    to publish it. `bids` are those it was drafted with; see `Order`.
    """

    request_id: str
    revision: int
    outside: Mapping[str, str]
    version: int | None
    approved_version: int | None
    checks: tuple[Check, ...]
    updated_at: datetime
    tried_by: str | None = None
    bids: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pause:
    """That people had a live campaign paused, or run again.

    `paused` is what was asked for last, by whom and why; `version` counts that, and `done` says
    whether it is so at the publisher.
    """

    request_id: str
    version: int
    paused: bool
    reason: str
    user_id: str | None
    at: datetime
    done: bool = False


@dataclass(frozen=True, slots=True)
class Validation:
    """What the publisher says of a draft: its version, and what is wrong with it."""

    version: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the publisher will not run an ad, and what it says to do about it."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the publisher's own review says so far: pending, running, or refused with reasons."""

    running: bool
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the publisher suggests to bid for a thousand impressions, from `least` to `most`."""

    least: Decimal
    most: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many people hear an ad at least once over its whole flight, from `least` to `most`.

    `delivers` says whether most of the budget is likely to be spent, `bid` what to bid; None if
    nobody says.
    """

    least: int
    most: int
    delivers: bool | None
    bid: Suggestion | None = None


class Edited(Exception):
    """What stands at the publisher is not what was approved.

    `version` is what its draft is at now, None if there is none. `changes` are sentences of
    what was edited, with the names the publisher gives; `recorded` say it without, for the record
    never forgets. `published` says that it is live, through an earlier try of ours, and was edited
    there since.
    """

    def __init__(
        self,
        version: int | None,
        changes: tuple[str, ...],
        *,
        recorded: tuple[str, ...] | None = None,
        published: bool = False,
    ) -> None:
        super().__init__(f"what stands at the publisher was edited; it is at version {version}")
        self.version = version
        self.changes = changes
        self.recorded = changes if recorded is None else recorded
        self.published = published


class NotAccepted(Exception):
    """The publisher does not take something as it is; `problems` say what and why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Barred(RetryLater):
    """The ad account does not let the hub do something, whatever it is: no requester can mend it.

    It is tried again until whoever runs the ad account has. Says why, without a full stop.
    """


@dataclass(frozen=True, slots=True)
class Shut:
    """That an ad account does not do its part: `why`, in words without a full stop.

    `stops` says that nothing in it runs. Else the hub is kept out of it, and what is live there
    may run on: nobody can look.
    """

    why: str
    stops: bool


class TooFew(Exception):
    """Those whom a flight would reach are too few for the publisher to run it."""


class AdPublisher(Protocol):
    """What the hub needs from a place that runs ads. Every verb may be repeated safely.

    What the publisher refuses for good is raised as `NotAccepted`, in its own words; what it
    refuses because of the ad account as `Barred`.
    """

    async def currency(self) -> str | None:
        """Return the currency the ad account is billed in; None if it does not say."""
        ...

    def question(self, order: Order, flight: Flight) -> str:
        """Return what stands for all that `forecast` would ask of a flight, 64 characters."""
        ...

    async def forecast(self, order: Order, flight: Flight) -> Forecast:
        """Return how many people a flight is expected to reach.

        `TooFew` if they are too few to run it; `Upstream`, whatever kind, if nobody can tell.
        """
        ...

    async def make_ready(self, order: Order, outside: Mapping[str, str]) -> Mapping[str, str]:
        """Upload files and make or mend the draft; return all outside ids, known ones included.

        What an earlier try left behind is found and used, what was deleted there is made anew.
        """
        ...

    async def validate(self, order: Order, outside: Mapping[str, str]) -> Validation:
        """Have the draft checked as it stands now: that it is what was ordered, and sound."""
        ...

    async def publish(
        self,
        order: Order,
        outside: Mapping[str, str],
        version: int,
        *,
        tried: bool,
        going: Callable[[], Awaitable[None]],
    ) -> None:
        """Make the draft live if it still is what was ordered, at `version`; `Edited` if not.

        `going` is called right before it is given to be published, and may raise to keep it.
        Only where the same job `tried` that before may it find everything live already.
        """
        ...

    async def stop(self, outside: Mapping[str, str]) -> bool:
        """Pause what is live of a campaign; say whether anything of it is live at all."""
        ...

    async def resume(self, order: Order, outside: Mapping[str, str]) -> bool:
        """Have a paused campaign run again; say whether it runs. Nothing else of it is changed.

        `Edited` if what stands there is not what was ordered: then it stays as it is.
        """
        ...

    async def retarget(
        self,
        before: Order,
        after: Order,
        outside: Mapping[str, str],
        begun: Sequence[Order] = (),
    ) -> None:
        """Have what is live reach whom `after` says; nothing else of it is changed.

        What was `begun` by earlier tries may stand there as a draft of ours: none of it is left.
        `Edited` if what stands there is neither of the two: then it stays as it is.
        """
        ...

    async def narrow(
        self, outside: Mapping[str, str], places: Collection[str]
    ) -> Sequence[str] | None:
        """Have what is live run no more in `places`, ISO 3166 codes, and still in the others.

        Return by what that was seen after, in sentences without a full stop; None where its parts
        are not told apart by country, or where nothing is live to be narrowed.
        """
        ...

    async def archive(self, outside: Mapping[str, str]) -> bool:
        """End what is live of a campaign for good; say whether it is so, as read there after.

        What is archived cannot be woken, so it is paused before. False where nothing is live.
        """
        ...

    async def discard(self, reference: str, outside: Mapping[str, str]) -> None:
        """Delete the draft of an order; nothing happens if there is none.

        Where its id is not known, the draft is found by the order's `reference`.
        """
        ...

    async def halted(self, outside: Mapping[str, str]) -> Shut | None:
        """Return why the ad account keeps what is live from running; None if it does not."""
        ...

    async def shut(self) -> Shut | None:
        """Return why the ad account does not do its part, whatever is in it; None if it does."""
        ...

    async def verdict(self, outside: Mapping[str, str]) -> Verdict:
        """Return what the publisher's review says of the ads."""
        ...
