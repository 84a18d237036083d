"""How much the variables of a request may hold. It is looked at before anything walks them."""

from collections.abc import Mapping

from graphql import GraphQLError

from api.operations.outline import too_much

#: How deep lists and objects stand in one another; inputs of ours go six deep.
VARIABLES_DEPTH_MAX = 16

#: The most items of one list, and the most values of all variables. 5,000 figures of nine parts
#: each are the most that anything takes.
LIST_MAX, VALUES_MAX = 10_000, 60_000


def refusal(variables: Mapping[str, object]) -> GraphQLError | None:
    """Return by what variables go beyond the limits; None if they keep to them."""
    level, count = [*variables.values()], 0
    for _ in range(VARIABLES_DEPTH_MAX + 1):
        count += len(level)
        below: list[object] = []
        for value in level:
            if isinstance(value, list) and len(value) > LIST_MAX:
                return too_much("list", LIST_MAX)
            if isinstance(value, (list, dict)):
                below += value.values() if isinstance(value, dict) else value
            if count + len(below) > VALUES_MAX:
                return too_much("values", VALUES_MAX)
        if not below:
            return None
        level = below
    return too_much("variables_depth", VARIABLES_DEPTH_MAX)
