"""Audio fit in the schema: what is heard of titles, beside what was done for them, and the rank."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.pages import PageInfo, cursor, page_info, request_page
from api.titles.launches import LaunchDay
from domain.audio_fit import activity, model, publishing, reading, tables
from domain.audio_fit.model import Asked, By, Known, Part
from domain.errors import Invalid
from domain.pages import Page

#: How many settled days a window has if nobody says.
WINDOW = 28

#: The order of the list, as cursors name it.
_ORDER = "audio_fit"


@strawberry.type(description="One line of an audio fit: what it is, and how many points it gives.")
class AudioFitComponent:
    """See `domain.audio_fit.model.Component`."""

    part: Part = strawberry.field(description="What it is about.")
    weight: int = strawberry.field(description="How many of the 100 points it can give.")
    known: Known = strawberry.field(description="Whether enough is known of it to count.")
    value: Decimal | None = strawberry.field(
        description="Streams a day, the share heard to the end, or the change as a share: 0.25 is"
        " a quarter more. Null unless it counts; never a zero for what is not known."
    )
    share: Decimal | None = strawberry.field(
        description="Which part of its weight that earns, 0 to 1."
    )
    points: Decimal | None = strawberry.field(description="The weight times the share.")
    sample: int = strawberry.field(description="From how many streams it was reckoned.")
    days: int = strawberry.field(
        description="How many days of figures are known, each thing's counted by itself."
    )
    suppressed_days: int = strawberry.field(description="How many days are withheld.")

    @classmethod
    def of(cls, value: model.Component) -> "AudioFitComponent":
        """Show it."""
        return cls(
            part=value.part,
            weight=value.weight,
            known=value.known,
            value=value.value,
            share=value.share,
            points=value.points,
            sample=value.sample,
            days=value.days,
            suppressed_days=value.hidden,
        )


@strawberry.type(
    description="What was done in the window, as far as you may see it; no part of the rank."
)
class AudioFitActivity:
    """See `domain.audio_fit.model.Activity`."""

    campaigns: int = strawberry.field(description="Approved campaigns of launches, in their days.")
    promotions: int = strawberry.field(description="Approved promotions that name a title.")
    episodes: int = strawberry.field(description="Approved releases of episodes made from one.")
    milestones: list[LaunchDay] = strawberry.field(description="Milestones that fell.")

    @classmethod
    def of(cls, value: model.Activity) -> "AudioFitActivity":
        """Show it."""
        days = [LaunchDay(milestone=one, on=day) for one, day in value.milestones]
        return cls(
            campaigns=value.campaigns,
            promotions=value.promotions,
            episodes=value.episodes,
            milestones=days,
        )


@strawberry.type(description="How a title, author, genre or series does as audio.")
class AudioFit:
    """See `domain.audio_fit.model.Fit`."""

    thing: strawberry.ID = strawberry.field(description="The title, author, genre or series.")
    name: str = strawberry.field(description="What it is called.")
    rank: int | None = strawberry.field(
        description="Its place; alike scores share one. Null where there is not enough to say."
    )
    score: Decimal | None = strawberry.field(
        description="The points of what is known, out of 100; null as the rank."
    )
    components: list[AudioFitComponent] = strawberry.field(description="Line by line.")
    streams: int | None = strawberry.field(
        description="Streams of the days known in the window; null if none is."
    )
    streams_before: int | None = strawberry.field(description="Likewise of the window before it.")
    listeners: int | None = strawberry.field(
        description="People on the last day, of what one source tells of one thing; else null, for"
        " people must not be added up."
    )
    activity: AudioFitActivity = strawberry.field(description="What was done meanwhile.")
    as_of: datetime = strawberry.field(description="When this was reckoned.")
    complete_to: date = strawberry.field(description="The last day of the window.")
    restated: str | None = strawberry.field(
        description="How corrected figures moved it since the last publication: the rank then, the"
        " days corrected, and the rank those days give now. Null if they did not."
    )

    @classmethod
    def of(
        cls, ranking: model.Ranking, fit: model.Fit, name: str, done: model.Activity
    ) -> "AudioFit":
        """Show it."""
        return cls(
            thing=strawberry.ID(fit.thing_id),
            name=name,
            rank=fit.rank,
            score=fit.score,
            components=[AudioFitComponent.of(one) for one in fit.components],
            streams=fit.streams.total if fit.streams.days else None,
            streams_before=fit.before.total if fit.before.days else None,
            listeners=fit.listeners,
            activity=AudioFitActivity.of(done),
            as_of=ranking.as_of,
            complete_to=ranking.complete_to or ranking.as_of.date(),
            restated=fit.restated or None,
        )


@strawberry.type(description="An audio fit in a list.")
class AudioFitEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the list can go on from.")
    node: AudioFit = strawberry.field(description="The fit.")


@strawberry.type(description="A page of a ranking, which is reckoned anew whenever it is asked.")
class AudioFitConnection:
    """Relay's connection."""

    edges: list[AudioFitEdge] = strawberry.field(description="The fits of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    total_count: int = strawberry.field(description="How many there are, ranked or not.")
    ranked: int = strawberry.field(description="How many have a rank.")
    as_of: datetime = strawberry.field(description="When it was reckoned.")
    first_day: date | None = strawberry.field(description="The first day of the window.")
    complete_to: date | None = strawberry.field(
        description="Its last day, after which figures may still move; null if nothing is told."
    )
    published_at: datetime | None = strawberry.field(
        description="When this ranking was published last; null if never, or if yours is of"
        " several brands."
    )
    ranking: strawberry.Private[model.Ranking]

    @strawberry.field(
        description="The whole ranking as CSV, with all numbers; no cell of it is a formula."
    )
    async def csv(self, info: Info) -> str:
        """Write it as a table."""
        return await tables.table_of(info.context.actor, self.ranking)


@strawberry.input(description="Which ranking is published.")
class PublishAudioFitInput:
    """For `publishAudioFit`."""

    by: By = strawberry.field(description="What is ranked.")
    window: int = strawberry.field(default=WINDOW, description="Over how many settled days.")
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of this brand; of the whole house if left out."
    )
    market: str | None = strawberry.field(
        default=None, description="In this market; in all together if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `publishAudioFit` did.")
class PublishAudioFitPayload:
    """Answer of `publishAudioFit`."""

    id: strawberry.ID | None = strawberry.field(description="The publication, if it happened.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class AudioFitQuery:
    """Reading rankings."""

    @strawberry.field(
        description="What does well as audio, the best first: listening of settled days beside"
        " what was done for it, for the brands and markets you have a role for. Not for agencies."
    )
    async def audio_fit(
        self,
        info: Info,
        by: By,
        window: int = WINDOW,
        brand: strawberry.ID | None = None,
        market: str | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> AudioFitConnection | None:
        """Rank."""
        wanted = request_page(_ORDER, first, after, None, None)
        hub, actor = info.context.hub, info.context.actor
        try:
            found = await reading.ranking(hub, actor, Asked(by, window, brand, market))
        except Invalid as error:
            # What inputs call `brandId` is the argument `brand` here.
            path = ("brand",) if error.path == ("brand_id",) else error.path
            raise Invalid(error.code, error.message, path) from None
        page = reading.page(found, wanted)
        shown = await _shown(info, found, page)
        return AudioFitConnection(
            edges=[
                AudioFitEdge(cursor=cursor(_ORDER, key), node=shown[one.thing_id])
                for key, one in page.items
            ],
            page_info=page_info(_ORDER, page),
            total_count=len(found.fits),
            ranked=found.ranked,
            as_of=found.as_of,
            first_day=found.first,
            complete_to=found.complete_to,
            published_at=found.published.as_of if found.published else None,
            ranking=found,
        )


@strawberry.type
class AudioFitMutation:
    """Publishing rankings."""

    @strawberry.mutation(
        description="Keep a ranking as it is now: later ones say how corrected figures moved it."
        " Of titles in all markets together, their houses are told by a link to our page of each,"
        " as far as telling is switched on. For managers and admins."
    )
    async def publish_audio_fit(
        self,
        info: Info,
        input: PublishAudioFitInput,  # noqa: A002  The convention's name.
    ) -> PublishAudioFitPayload:
        """Publish."""
        hub, actor = info.context.hub, info.context.actor
        asked = Asked(input.by, input.window, input.brand_id, input.market)
        done, errors = await perform(
            info, "publishAudioFit", input, lambda: publishing.publish(hub, actor, asked)
        )
        return PublishAudioFitPayload(id=strawberry.ID(done) if done else None, errors=errors)


async def of_title(info: Info, title_id: str, asked: Asked) -> AudioFit | None:
    """Return how a title does among all; None if nothing of it is heard or planned, or yours."""
    found = await reading.ranking(info.context.hub, info.context.actor, asked)
    mine = [((0, one.thing_id), one) for one in found.fits if one.thing_id == title_id]
    page = Page(mine, has_next=False, has_previous=False)
    return (await _shown(info, found, page)).get(title_id)


async def _shown(info: Info, found: model.Ranking, page: Page[model.Fit]) -> Mapping[str, AudioFit]:
    things = [one.thing_id for _, one in page.items]
    names = await reading.names_of(found.scope.asked.by, things)
    done = await activity.around(info.context.actor, found, things)
    return {
        one.thing_id: AudioFit.of(found, one, names[one.thing_id], done[one.thing_id])
        for _, one in page.items
    }
