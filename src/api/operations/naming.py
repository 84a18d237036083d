"""What the operation of a request is called, for who watches."""

from graphql import OperationDefinitionNode

from domain import steps

#: How much of a name is kept, in characters.
NAME_LENGTH_MAX = 80


def name_step(operation: OperationDefinitionNode | None, *, known: bool) -> None:
    """Write down the name of the operation that a request runs.

    `known` says that the hub has a manifest, so that there are no other names than its.
    """
    step = steps.present()
    if step is None or step.kind is not steps.StepKind.REQUEST:
        return
    if operation is not None and operation.name is not None:
        step.facts["operation"] = operation.name.value[:NAME_LENGTH_MAX]
        step.facts["known"] = known
