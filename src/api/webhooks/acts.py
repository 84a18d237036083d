"""Registering webhooks and what else is done with them, in the schema."""

from collections.abc import Awaitable, Callable

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.webhooks.queries import Queries
from api.webhooks.webhook import Webhook
from domain.subscriptions import pausing, registering
from domain.subscriptions.registering import Wanted
from domain.webhooks import records
from domain.webhooks.model import Happening

_QUERY = (
    "What it is told: a query with the one variable `$id: ID!` and, at its root, the field of each"
    " event (`webhookEvents`), as in `query($id: ID!) { request(id: $id) { number state } }`."
)
_ADDRESS = (
    "Where it is sent to, as https://hooks.example.com/greenlight: a public host by its name,"
    " without port."
)
_ONCE = "the secret is shown by the first call only."


@strawberry.input(description="A webhook to register.")
class CreateWebhookInput:
    """For `createWebhook`."""

    name: str = strawberry.field(description="What it is called; up to 120 characters.")
    address: str = strawberry.field(description=_ADDRESS)
    events: list[Happening] = strawberry.field(description="What it is told of.")
    query: str = strawberry.field(description=_QUERY)
    owner_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="With whose rights it reads, such as a service account's; yours if left out."
        " Others' for admins.",
    )
    idempotency_key: str | None = repeatable(f"registers no second one; {_ONCE}")


@strawberry.input(description="What of a webhook is to change; what is left out stays.")
class UpdateWebhookInput:
    """For `updateWebhook`."""

    webhook_id: strawberry.ID = strawberry.field(description="The webhook.")
    name: str | None = strawberry.field(default=None, description="What it is called.")
    address: str | None = strawberry.field(default=None, description=_ADDRESS)
    events: list[Happening] | None = strawberry.field(
        default=None, description="What it is told of."
    )
    query: str | None = strawberry.field(default=None, description=_QUERY)
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A webhook that is to have a new secret.")
class RotateWebhookSecretInput:
    """For `rotateWebhookSecret`."""

    webhook_id: strawberry.ID = strawberry.field(description="The webhook.")
    idempotency_key: str | None = repeatable(f"rotates nothing again; {_ONCE}")


@strawberry.input(description="A webhook to pause.")
class PauseWebhookInput:
    """For `pauseWebhook`."""

    webhook_id: strawberry.ID = strawberry.field(description="The webhook.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A webhook to send to again.")
class ResumeWebhookInput:
    """For `resumeWebhook`."""

    webhook_id: strawberry.ID = strawberry.field(description="The webhook.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A webhook to delete.")
class DeleteWebhookInput:
    """For `deleteWebhook`."""

    webhook_id: strawberry.ID = strawberry.field(description="The webhook.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A webhook to try out.")
class TestWebhookInput:
    """For `testWebhook`."""

    webhook_id: strawberry.ID = strawberry.field(description="The webhook.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Something to be sent anew.")
class RedeliverInput:
    """For `redeliver`."""

    delivery_id: strawberry.ID = strawberry.field(description="What was sent, or tried.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a webhook did.")
class WebhookPayload:
    """Answer of the acts on webhooks."""

    webhook: Webhook | None = strawberry.field(description="The webhook.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What an act that makes a secret did.")
class WebhookSecretPayload:
    """Answer of `createWebhook` and `rotateWebhookSecret`."""

    webhook: Webhook | None = strawberry.field(description="The webhook.")
    secret: str | None = strawberry.field(
        description="Its secret, by which signatures are checked: shown now and never again."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What `deleteWebhook` did.")
class DeleteWebhookPayload:
    """Answer of `deleteWebhook`."""

    deleted_id: strawberry.ID | None = strawberry.field(description="Which webhook there was.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class WebhookMutation:
    """Acting on webhooks: on one's own, and for admins on everybody's."""

    @strawberry.mutation(
        description="Register where changes are sent as they happen, signed as Standard Webhooks"
        " are, and what is told of them."
    )
    async def create_webhook(self, info: Info, input: CreateWebhookInput) -> WebhookSecretPayload:  # noqa: A002  The convention's name.
        """Register a webhook."""
        wanted = Wanted(input.name, input.address, input.events, input.query)

        async def make() -> tuple[str, str]:
            hub, actor = info.context.hub, info.context.actor
            made, secret = await registering.register(
                hub, actor, Queries(info.schema), wanted, owner_id=input.owner_id
            )
            return made.id, secret

        return await _secret(info, "createWebhook", input, make)

    @strawberry.mutation(description="Change what a webhook is told of, where, and what of it.")
    async def update_webhook(self, info: Info, input: UpdateWebhookInput) -> WebhookPayload:  # noqa: A002  The convention's name.
        """Change a webhook."""
        wanted = Wanted(input.name, input.address, input.events, input.query)

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return await registering.change(
                hub, actor, Queries(info.schema), input.webhook_id, wanted
            )

        return await _done(info, "updateWebhook", input, act)

    @strawberry.mutation(
        description="Give a webhook a new secret; the one before signs beside it for 24 h."
    )
    async def rotate_webhook_secret(
        self,
        info: Info,
        input: RotateWebhookSecretInput,  # noqa: A002  The convention's name.
    ) -> WebhookSecretPayload:
        """Rotate a secret."""
        hub = info.context.hub
        return await _secret(
            info,
            "rotateWebhookSecret",
            input,
            lambda: registering.rotate(hub, info.context.actor, input.webhook_id),
        )

    @strawberry.mutation(
        description="Send nothing by a webhook until it is resumed; changes are kept for it."
    )
    async def pause_webhook(self, info: Info, input: PauseWebhookInput) -> WebhookPayload:  # noqa: A002  The convention's name.
        """Pause a webhook."""
        hub = info.context.hub
        return await _done(
            info,
            "pauseWebhook",
            input,
            lambda: pausing.pause(hub, info.context.actor, input.webhook_id),
        )

    @strawberry.mutation(description="Send what was kept for a paused webhook, and what comes.")
    async def resume_webhook(self, info: Info, input: ResumeWebhookInput) -> WebhookPayload:  # noqa: A002  The convention's name.
        """Resume a webhook."""
        hub = info.context.hub
        return await _done(
            info,
            "resumeWebhook",
            input,
            lambda: pausing.resume(hub, info.context.actor, input.webhook_id),
        )

    @strawberry.mutation(description="Delete a webhook with its secrets and its log.")
    async def delete_webhook(self, info: Info, input: DeleteWebhookInput) -> DeleteWebhookPayload:  # noqa: A002  The convention's name.
        """Delete a webhook."""
        hub = info.context.hub
        done, errors = await perform(
            info,
            "deleteWebhook",
            input,
            lambda: registering.delete(hub, info.context.actor, input.webhook_id),
        )
        return DeleteWebhookPayload(deleted_id=identified(done) if done else None, errors=errors)

    @strawberry.mutation(
        description="Send a message of type `webhook.test`, which tells of nothing; also by a"
        " webhook that is paused."
    )
    async def test_webhook(self, info: Info, input: TestWebhookInput) -> WebhookPayload:  # noqa: A002  The convention's name.
        """Try a webhook out."""
        hub = info.context.hub
        return await _done(
            info,
            "testWebhook",
            input,
            lambda: registering.test(hub, info.context.actor, input.webhook_id),
        )

    @strawberry.mutation(
        description="Send how the thing of a delivery stands now, as a new delivery with a later"
        " number."
    )
    async def redeliver(self, info: Info, input: RedeliverInput) -> WebhookPayload:  # noqa: A002  The convention's name.
        """Send something anew."""
        hub = info.context.hub
        return await _done(
            info,
            "redeliver",
            input,
            lambda: registering.redeliver(hub, info.context.actor, input.delivery_id),
        )


async def _secret(
    info: Info,
    name: str,
    given: CreateWebhookInput | RotateWebhookSecretInput,
    make: Callable[[], Awaitable[tuple[str, str]]],
) -> WebhookSecretPayload:
    """Perform what makes a secret, and show that to the one call that made it."""
    made: list[str] = []

    async def act() -> str:
        webhook_id, secret = await make()
        made.append(secret)
        return webhook_id

    done, errors = await perform(info, name, given, act)
    secret = made[0] if made and done else None
    return WebhookSecretPayload(webhook=await _shown(done), secret=secret, errors=errors)


async def _done(
    info: Info, name: str, given: object, act: Callable[[], Awaitable[str]]
) -> WebhookPayload:
    done, errors = await perform(info, name, given, act)
    return WebhookPayload(webhook=await _shown(done), errors=errors)


async def _shown(webhook_id: str | None) -> Webhook | None:
    found = await records.get(webhook_id) if webhook_id else None
    return Webhook.of(found) if found else None
