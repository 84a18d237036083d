"""The titles that records are judged beside."""

from collections.abc import Sequence

from domain.catalog.works import records
from domain.catalog.works.model import Product, Record
from domain.catalog.works.rules import Kept


class Shelf:
    """Titles, by reference and by ISBN."""

    def __init__(self) -> None:
        self._by_reference: dict[str, Kept] = {}
        self._by_isbn: dict[str, str] = {}
        self._fetched: set[str] = set()

    async def fill(self, wanted: Sequence[Record]) -> None:
        """Fetch what is kept of what these records speak of, but for what is here already."""
        references = {one.product.reference for one in wanted} - self._by_reference.keys()
        isbns = {one.product.isbn for one in wanted if one.product.isbn} - self._by_isbn.keys()
        if references or isbns:
            for kept in await records.kept(sorted(references) or [""], sorted(isbns)):
                if kept.reference not in self._by_reference:
                    self.put(kept)
                    self._fetched.add(kept.reference)

    def beside(self, product: Product) -> tuple[Kept | None, Kept | None]:
        """Return the title of a product's reference, and the one that has its ISBN."""
        holder = self._by_isbn.get(product.isbn or "")
        return self._by_reference.get(product.reference), self._by_reference.get(holder or "")

    def put(self, kept: Kept) -> None:
        """Put a title here, in place of what it was before."""
        self.drop(kept.reference)
        self._by_reference[kept.reference] = kept
        if kept.isbn and not kept.removed:
            self._by_isbn[kept.isbn] = kept.reference

    def drop(self, reference: str) -> None:
        """Take a title away."""
        before = self._by_reference.pop(reference, None)
        self._fetched.discard(reference)
        if before and before.isbn and self._by_isbn.get(before.isbn) == reference:
            del self._by_isbn[before.isbn]

    def forget_fetched(self) -> None:
        """Take away what was only fetched; what a trial run brought has to stay."""
        for reference in list(self._fetched):
            self.drop(reference)
