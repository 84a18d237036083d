"""What others edited of a live campaign, in the schema."""

from datetime import datetime

import strawberry

from domain.campaigns.edits import model
from domain.campaigns.edits.model import About, By, Did, Part

#: How many of the latest edits are shown.
EDITS_MAX = 25


@strawberry.type(description="One field that somebody edited.")
class FieldEdit:
    """See `domain.campaigns.edits.model.FieldEdit`."""

    about: About = strawberry.field(description="What it is about.")
    field: str = strawberry.field(description="Its name, as Spotify shows it.")
    before: str = strawberry.field(description="What it was; empty for nothing.")
    after: str = strawberry.field(description="What it became; empty for nothing.")


@strawberry.type(description="What somebody else than the hub edited of a campaign at Spotify.")
class OutsideEdit:
    """See `domain.campaigns.edits.model.Edit`."""

    id: strawberry.ID = strawberry.field(description="Spotify's id of the change.")
    at: datetime = strawberry.field(description="When it was saved.")
    who: str = strawberry.field(description="Who did it, as Spotify names them; may be empty.")
    by: By = strawberry.field(description="What kind of somebody that is.")
    part: Part = strawberry.field(description="What of the campaign was edited.")
    name: str = strawberry.field(description="What that part is called.")
    did: Did = strawberry.field(description="What became of it.")
    fields: list[FieldEdit] = strawberry.field(description="The fields that were edited.")

    @classmethod
    def of(cls, value: model.Edit) -> "OutsideEdit":
        """Show it."""
        return cls(
            id=strawberry.ID(value.id),
            at=value.at,
            who=value.who,
            by=value.by,
            part=value.part,
            name=value.name,
            did=value.did,
            fields=[
                FieldEdit(about=one.about, field=one.field, before=one.before, after=one.after)
                for one in value.fields
            ],
        )
