"""In which language cards are drawn in the channels of a chat workspace. For admins."""

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.people import languages


@strawberry.input(description="The language of the cards in a chat workspace's channels.")
class SetWorkspaceLocaleInput:
    """For `setWorkspaceLocale`."""

    workspace_id: str = strawberry.field(description="The chat workspace.")
    locale: str = strawberry.field(
        description="A language with or without its country, such as de or en-GB; one that the"
        " bot does not speak is English."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `setWorkspaceLocale` did.")
class SetWorkspaceLocalePayload:
    """Answer of `setWorkspaceLocale`."""

    locale: str | None = strawberry.field(description="What counts now, if it happened.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class LanguageMutation:
    """Choosing languages."""

    @strawberry.mutation(
        description="Draw the cards in a chat workspace's channels in another language, each from"
        " its next change on. What is shown to one person is in that person's own. For admins."
    )
    async def set_workspace_locale(
        self,
        info: Info,
        input: SetWorkspaceLocaleInput,  # noqa: A002  The convention's name.
    ) -> SetWorkspaceLocalePayload:
        """Choose the language of a workspace's channels."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            told = await languages.set_of_workspace(hub, actor, input.workspace_id, input.locale)
            return told.locale

        done, errors = await perform(info, "setWorkspaceLocale", input, act)
        return SetWorkspaceLocalePayload(locale=done, errors=errors)
