"""Where something stands in an answer: what an error names, and what it makes null."""

from typing import TYPE_CHECKING, Any, NamedTuple

from graphql.pyutils import Path

if TYPE_CHECKING:
    from api.plan.shapes import Shape
    from api.plan.steps import Step


class Place(NamedTuple):
    """`container[key]`, inside of what stands at `up`; None is the answer itself.

    `step` is the field that is answered here, `shape` what may stand here: of the field's value,
    or of an item in its list where `key` is an index.
    """

    up: "Place | None"
    container: Any
    key: str | int
    step: "Step"
    shape: "Shape"

    @property
    def path(self) -> Path:
        """The way here, as graphql-core writes it."""
        over = None if self.up is None else self.up.path
        kind = None if isinstance(self.key, int) else self.step.parent_type.name
        return Path(over, self.key, kind)

    @property
    def field(self) -> "Place":
        """The place of the whole field, which is this one or the list it is in."""
        place = self
        while isinstance(place.key, int) and place.up is not None:
            place = place.up
        return place

    @property
    def nullable(self) -> "Place | None":
        """The nearest place that may be null, this one or what it stands in; None for none."""
        place: Place | None = self
        while place is not None and not place.shape.nullable:
            place = place.up
        return place
