"""A parsed document as the key of what was found out about it."""

from graphql import DocumentNode


class Same:
    """The very document: graphql-core compares what documents hold, node by node, each time.

    The parser's cache gives the same one for the same text; and a key keeps it alive, so that no
    other is ever taken for it.
    """

    __slots__ = ("document",)

    def __init__(self, document: DocumentNode) -> None:
        self.document = document

    def __hash__(self) -> int:
        """Return what goes with being the same."""
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same, and not only alike."""
        return isinstance(other, Same) and other.document is self.document
