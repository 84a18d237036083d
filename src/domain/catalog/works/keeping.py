"""Writing titles, and what they are in: works, series, contributors, genres."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog.works import asking, credit_records, genre_records, records, rules
from domain.catalog.works.model import (
    Contribution,
    Origin,
    Product,
    Record,
    SalesRights,
    SeriesPlace,
    Subject,
    Title,
    Work,
)
from domain.catalog.works.rules import Kept, Verdict
from domain.hub import Hub


class Keeping:
    """Writing titles in a transaction, and what their works are called at its end."""

    def __init__(self, now: datetime, actor: Actor, origin: Origin) -> None:
        self._now, self._actor, self._origin = now, actor, origin
        self._known: dict[str, dict[str, str | None]] = {
            "works": {},
            "series": {},
            "contributors": {},
            "genres": {},
        }
        self._works: set[str] = set()
        self._fenced: list[str] = []
        self._named: dict[str, str] = {}  # What was written of a name in this batch.

    async def prepare(self, wanted: Sequence[Record]) -> None:
        """Find the works, series and contributors that records speak of, in one go."""
        sender = self._origin.sender
        products = [one.product for one in wanted]
        works = [rules.work_key(one, sender, "") for one in products if rules.numbered(one)]
        await self._look_up("works", list(dict.fromkeys(works)))
        told = [one.product.descriptive for one in wanted if one.product.descriptive]
        places = [rules.series_key(place, sender) for one in told for place in one.series]
        people = [rules.contributor_key(who, sender) for one in told for who in one.contributors]
        await self._look_up("series", list(dict.fromkeys(places)))
        await self._look_up("contributors", list(dict.fromkeys(people)))
        sorts = [rules.genre_key(one) for each in products for one in rules.genres_of(each)]
        await self._look_up("genres", list(dict.fromkeys(sorts)))

    async def keep(self, record: Record, verdict: Verdict) -> tuple[str, str]:
        """Write what became of a record; return the ids of its title and its work."""
        before, after = verdict.before, verdict.product
        product = after or (before.product if before else None) or record.product
        title_id = before.id if before else ids.new(ids.Prefix.TITLE)
        if before and not after:
            work_id = before.work_id
        else:
            work_id = await self._work(product, title_id, new=before is None)
        title = Title(
            id=title_id,
            work_id=work_id,
            product=product,
            digest=rules.digest_of(product),
            notice=record.notice,
            origin=self._origin,
            position=record.position,
            line=record.line,
            imported_at=self._now,
            removed_at=None if after else self._now,
        )
        await records.put_title(title, new=before is None)
        told = record.product.descriptive
        if after and told:
            await self._link(title_id, told.series, told.contributors)
            sorts = [await self._genre(one) for one in rules.genres_of(record.product)]
            await genre_records.sort(title_id, sorts)
        self._works |= {work_id, before.work_id if before else work_id}
        if before and (before.work_id != work_id or _sales(before.product) != _sales(after)):
            self._fenced.append(title_id)
        await self._tell(title, before)
        return title_id, work_id

    async def ask_rights(self, hub: Hub) -> None:
        """Ask that what is made from titles is judged anew, where these are sold elsewhere now."""
        if self._fenced:
            await asking.ask_rights(hub, sorted(self._fenced), self._now)

    async def ask_plans(self, hub: Hub) -> None:
        """Ask that what is planned around works is brought up to date with what was written."""
        if self._works:
            await asking.ask_plans(hub, sorted(self._works))

    async def name_works(self) -> None:
        """Call the works of what was written as their leading titles are called now."""
        touched = sorted(self._works)
        if not touched:
            return
        works, titles = await records.works_by_id(touched), await records.titles_of(touched)
        for work_id, work in works.items():
            there = {one.id: one for one in titles[work_id]}
            forms = ((one.id, _form(one.product), one.product.reference) for one in there.values())
            led = rules.leader(forms)
            if led is None:
                await records.change_work(replace(work, updated_at=self._now, removed_at=self._now))
                continue
            await records.change_work(self._called(work_id, there[led].product, led))

    async def _work(self, product: Product, title_id: str, *, new: bool) -> str:
        key = rules.work_key(product, self._origin.sender, title_id)
        if not new or rules.numbered(product):
            await self._look_up("works", [key])
        found = self._known["works"].get(key)
        if found is None:
            found = self._known["works"][key] = ids.new(ids.Prefix.WORK)
            await records.add_work(self._called(found, product, title_id), key)
        return found

    def _called(self, work_id: str, product: Product, led: str) -> Work:
        name, subtitle = rules.name_of(product)
        return Work(work_id, name[:500], subtitle, rules.language_of(product), led, self._now, None)

    async def _link(
        self, title_id: str, places: Sequence[SeriesPlace], people: Sequence[Contribution]
    ) -> None:
        series = [(await self._series(place), place) for place in places]
        contributors = [(await self._contributor(who), who) for who in people]
        await records.put_in_series(title_id, series)
        await credit_records.credit(title_id, contributors)

    async def _series(self, place: SeriesPlace) -> str:
        key, name = rules.series_key(place, self._origin.sender), rules.series_name(place)
        found = self._known["series"].get(key)
        if found is not None:
            if self._named.get(found) != name:
                await records.rename("series", found, name)
                self._named[found] = name
            return found
        found = self._known["series"][key] = ids.new(ids.Prefix.SERIES)
        await records.add_series(found, key, name)
        return found

    async def _contributor(self, who: Contribution) -> str:
        key = rules.contributor_key(who, self._origin.sender)
        found = self._known["contributors"].get(key)
        if found is not None:
            if self._named.get(found) != who.name:
                await records.rename("contributors", found, who.name, rules.isni_of(who))
                self._named[found] = who.name
            return found
        found = self._known["contributors"][key] = ids.new(ids.Prefix.CONTRIBUTOR)
        await credit_records.add_contributor(found, key, who)
        return found

    async def _genre(self, one: Subject) -> str:
        key = rules.genre_key(one)
        found = self._known["genres"].get(key)
        if found is None:
            found = self._known["genres"][key] = ids.new(ids.Prefix.GENRE)
            await genre_records.add(found, key, one)
        elif one.heading and self._named.get(found) != one.heading:
            await genre_records.rename(found, one.heading)
        self._named[found] = one.heading
        return found

    async def _look_up(self, table: str, keys: Sequence[str]) -> None:
        """Find the ids of what is known by `keys`; None for what is not there."""
        new = [key for key in keys if key not in self._known[table]]
        if new:
            self._known[table] |= dict.fromkeys(new) | await records.ids_of(table, new)

    async def _tell(self, title: Title, before: Kept | None) -> None:
        """Record what was done: digests and places, not names, for those are of people."""
        act = "title.removed" if title.removed_at else "title.changed" if before else "title.added"
        after = None if title.removed_at else title.product
        gone = before is None or before.removed
        details: Mapping[str, object] = {
            "before": None if gone or before is None else before.digest,
            "after": None if title.removed_at else title.digest,
            "blocks": rules.blocks_changed(None if gone or not before else before.product, after),
            "notice": title.notice.value,
            "sender": title.origin.sender,
            "file": title.origin.file,
            "sha256": title.origin.sha256,
            "line": title.line,
        }
        await audit.record(self._now, self._actor, act, title.id, details)


def _sales(product: Product | None) -> SalesRights | None:
    return product.publishing.sales if product and product.publishing else None


def _form(product: Product) -> str:
    return product.descriptive.form if product.descriptive else ""
