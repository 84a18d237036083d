"""Files in the schema: promised by mutation, uploaded by PUT to a signed address."""

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.nodes import Node
from api.conventions.replaced import by
from domain.catalog import model, records, uploads
from domain.catalog.model import AssetKind, AssetState

#: The most files one list shows.
LIST_MAX = 100


@strawberry.type(description="A file of a brand.")
class Asset(Node):
    """See `domain.catalog.model.Asset`."""

    name: str = strawberry.field(description="What its uploader calls it.")
    kind: AssetKind = strawberry.field(description="What it is used as.")
    state: AssetState = strawberry.field(description="Whether it may be used.")
    media_type: str | None = strawberry.field(description="Its real type, judged by content.")
    size: int | None = strawberry.field(description="Bytes.")
    sha256: str | None = strawberry.field(description="Its checksum, in hexadecimal digits.")
    duration_ms: int | None = strawberry.field(description="Length in milliseconds.")
    width: int | None = strawberry.field(description="Pixels.")
    height: int | None = strawberry.field(description="Pixels.")
    sample_rate_hz: int | None = strawberry.field(description="Samples of audio per second.")
    channels: int | None = strawberry.field(description="Channels of audio: 2 for stereo.")
    problem: str | None = strawberry.field(description="Why it was refused.")

    @classmethod
    def of(cls, asset: model.Asset) -> "Asset":
        """Show a file."""
        return cls(
            id=identified(asset.id),
            name=asset.name,
            kind=asset.kind,
            state=asset.state,
            media_type=asset.media_type,
            size=asset.size,
            sha256=asset.sha256,
            duration_ms=asset.duration_ms,
            width=asset.width,
            height=asset.height,
            sample_rate_hz=asset.sample_rate_hz,
            channels=asset.channels,
            problem=asset.problem,
        )


@strawberry.input(description="A file to be uploaded.")
class CreateUploadInput:
    """For `createUpload`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand it belongs to.")
    kind: AssetKind = strawberry.field(description="What it will be used as.")
    name: str = strawberry.field(description="A file name without slashes.")
    size: int = strawberry.field(
        description="Exactly how many bytes will come: 500 MB of audio, 20 MB else."
    )
    idempotency_key: str | None = repeatable(
        "promises no second file; the address is shown by the first call only."
    )


@strawberry.type(description="What `createUpload` did.")
class CreateUploadPayload:
    """Answer of `createUpload`."""

    asset: Asset | None = strawberry.field(description="The file that is expected now.")
    upload_url: str | None = strawberry.field(
        description="Where to PUT the bytes, once, within 15 minutes; relative to this server."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class AssetQuery:
    """Reading files."""

    @strawberry.field(
        description="The newest usable files of a brand; for an agency, its own.",
        deprecation_reason=by("assetsConnection"),
    )
    async def assets(
        self, info: Info, brand_id: strawberry.ID, first: int = LIST_MAX
    ) -> list[Asset] | None:
        """Show a brand's files."""
        limit = min(max(first, 1), LIST_MAX)
        found = await uploads.assets_of(info.context.actor, brand_id, limit)
        return [Asset.of(asset) for asset in found]


@strawberry.type
class AssetMutation:
    """Uploading files."""

    @strawberry.mutation(description="Announce a file; answers where to PUT its bytes.")
    async def create_upload(self, info: Info, input: CreateUploadInput) -> CreateUploadPayload:  # noqa: A002  The convention's name.
        """Announce a file."""
        addresses: list[str] = []

        async def act() -> str:
            asset, token = await uploads.promise_asset(
                info.context.hub,
                info.context.actor,
                input.brand_id,
                input.kind,
                input.name,
                input.size,
            )
            addresses.append(f"/uploads/{asset.id}?token={token}")
            return asset.id

        done, errors = await perform(info, "createUpload", input, act)
        return await upload_of(done, addresses, errors)


async def upload_of(
    done: str | None, addresses: list[str], errors: list[AnyError]
) -> CreateUploadPayload:
    """Return the file `done` that is expected now, and its address if this call made it."""
    found = (await records.assets([done])).get(done) if done else None
    return CreateUploadPayload(
        asset=Asset.of(found) if found else None,
        upload_url=addresses[0] if addresses and done else None,
        errors=errors,
    )
