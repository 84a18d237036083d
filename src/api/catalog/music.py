"""What music a brand wants, in the schema."""

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.playlists import model, records, standards


@strawberry.type(description="What music a brand wants; playlists are judged by it.")
class MusicStandard:
    """See `domain.playlists.model.Standard`."""

    explicit: bool | None = strawberry.field(
        description="Whether explicit words are allowed; null where it has not said."
    )
    banned_artists: list[str] = strawberry.field(description="Artists it does not want.")
    banned_genres: list[str] = strawberry.field(description="Genres it does not want.")
    tempo_from: int | None = strawberry.field(description="The slowest, in beats a minute.")
    tempo_to: int | None = strawberry.field(description="The fastest, in beats a minute.")
    yes_stands: bool = strawberry.field(
        description="Whether the rules' yes to every track of a playlist stands without its people."
    )

    @classmethod
    def of(cls, value: model.Standard) -> "MusicStandard":
        """Show it."""
        return cls(
            explicit=value.explicit,
            banned_artists=list(value.banned_artists),
            banned_genres=list(value.banned_genres),
            tempo_from=value.tempo_from,
            tempo_to=value.tempo_to,
            yes_stands=value.yes_stands,
        )


@strawberry.input(description="What music a brand wants, all of it: what is left out is unsaid.")
class SetBrandMusicStandardInput:
    """For `setBrandMusicStandard`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    explicit: bool | None = strawberry.field(
        default=None, description="Whether explicit words are allowed; null to say nothing."
    )
    banned_artists: list[str] = strawberry.field(
        default_factory=list, description="Up to 200 artists it does not want."
    )
    banned_genres: list[str] = strawberry.field(
        default_factory=list, description="Up to 200 genres it does not want."
    )
    tempo_from: int | None = strawberry.field(
        default=None, description="The slowest, in beats a minute, up to 400."
    )
    tempo_to: int | None = strawberry.field(
        default=None, description="The fastest, in beats a minute, up to 400."
    )
    yes_stands: bool = strawberry.field(
        default=False,
        description="Whether the rules' yes to every track of a playlist stands without the brand's"
        " people, and for sites without those of rights; not for what agencies ask for.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `setBrandMusicStandard` did.")
class SetBrandMusicStandardPayload:
    """Answer of `setBrandMusicStandard`."""

    standard: MusicStandard | None = strawberry.field(description="It, as it counts now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class MusicMutation:
    """Saying what music brands want."""

    @strawberry.mutation(description="Say what music a brand wants. For managers and admins.")
    async def set_brand_music_standard(
        self,
        info: Info,
        input: SetBrandMusicStandardInput,  # noqa: A002  The convention's name.
    ) -> SetBrandMusicStandardPayload:
        """Say what music a brand wants."""

        async def act() -> str:
            value = model.Standard(
                brand_id=input.brand_id,
                explicit=input.explicit,
                banned_artists=tuple(input.banned_artists),
                banned_genres=tuple(input.banned_genres),
                tempo_from=input.tempo_from,
                tempo_to=input.tempo_to,
                yes_stands=input.yes_stands,
            )
            hub, actor = info.context.hub, info.context.actor
            return (await standards.set_standard(hub, actor, value)).brand_id

        done, errors = await perform(info, "setBrandMusicStandard", input, act)
        found = (await records.of_brands([done])).get(done) if done else None
        standard = MusicStandard.of(found) if found else None
        return SetBrandMusicStandardPayload(standard=standard, errors=errors)
