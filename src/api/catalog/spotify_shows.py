"""Saying which show at Spotify one of ours is."""

import strawberry

from api.catalog.at_spotify import SpotifyShow
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.looks import setting


@strawberry.input(description="Which show at Spotify a show is.")
class SetSpotifyShowInput:
    """For `setSpotifyShow`."""

    show_id: strawberry.ID = strawberry.field(description="The show.")
    spotify_show: str | None = strawberry.field(
        default=None,
        description="Its id at Spotify, or the link of its page there; null where nobody says so.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What saying which show at Spotify a show is did.")
class SpotifyShowPayload:
    """Answer of `setSpotifyShow`."""

    spotify_show: SpotifyShow | None = strawberry.field(
        description="Which it is now; null if it did not happen."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class SpotifyShowMutation:
    """Saying what is looked at."""

    @strawberry.mutation(
        description="Say which show at Spotify a show is. What Spotify shows of its episodes is"
        " looked at from now on, with the account that its brand connected; a show that goes out by"
        " the Distribution API is known already. For managers and admins of its brand."
    )
    async def set_spotify_show(
        self,
        info: Info,
        input: SetSpotifyShowInput,  # noqa: A002  The convention's name.
    ) -> SpotifyShowPayload:
        """Say which it is."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return await setting.set_show(hub, actor, input.show_id, input.spotify_show)

        done, errors = await perform(info, "setSpotifyShow", input, act)
        found = (await setting.of_shows([done])).get(done) if done else None
        return SpotifyShowPayload(
            spotify_show=SpotifyShow.of(found) if found else None, errors=errors
        )
