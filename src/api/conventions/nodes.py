"""Things with an id that can be asked for by it."""

import strawberry


@strawberry.interface(description="Something with an id of its own.")
class Node:
    """Relay's node; ids are the hub's own TypeIDs as they are."""

    id: strawberry.ID = strawberry.field(description="Its id, the same everywhere in the hub.")
