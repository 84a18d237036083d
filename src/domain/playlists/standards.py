"""Saying what music a brand wants."""

from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog.service import require_known
from domain.database import transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.playlists import following, records
from domain.playlists.model import Standard
from domain.territories import TERRITORIES
from domain.text import require_honest

#: The most artists and genres, the longest name, and the tempos there are, in beats a minute.
LISTED_MAX, NAME_MAX, TEMPO_MAX = 200, 150, 400

#: What a brand wants is wanted in every market.
_WORLD = tuple(sorted(TERRITORIES))


async def set_standard(hub: Hub, actor: Actor, value: Standard) -> Standard:
    """Write what music a brand wants; `Invalid` says what no brand can want.

    For managers and admins of the brand, in every market. Playlists that are under way are looked
    at by it when they are judged next, those that are live at once.
    """
    require(actor, Act.CHANGE_CATALOG, brand_id=value.brand_id, markets=_WORLD)
    _check(value)
    async with transaction():
        await require_known(value.brand_id, None, ())
        before = (await records.of_brands([value.brand_id])).get(value.brand_id)
        await records.put(value)
        details = {
            "before": records.written(before) if before else {},
            "after": records.written(value),
        }
        now = hub.clock.now()
        await audit.record(now, actor, "brand.music_standard_set", value.brand_id, details)
        if before != value:
            await following.standard_changed(hub, value.brand_id)
    return value


def _check(value: Standard) -> None:
    for field in ("banned_artists", "banned_genres"):
        named = getattr(value, field)
        if len(named) > LISTED_MAX or any(not 0 < len(one) <= NAME_MAX for one in named):
            said = f"Name up to {LISTED_MAX}, each with 1 to {NAME_MAX} characters."
            raise Invalid("too_many", said, (field,))
        for at, one in enumerate(named):
            require_honest(one, (field, str(at)))
    for field in ("tempo_from", "tempo_to"):
        tempo = getattr(value, field)
        if tempo is not None and not 0 < tempo <= TEMPO_MAX:
            raise Invalid("bad_tempo", f"Give 1 to {TEMPO_MAX} beats a minute.", (field,))
    if value.tempo_from and value.tempo_to and value.tempo_to < value.tempo_from:
        raise Invalid("ends_before_start", "The fastest is slower than the slowest.", ("tempo_to",))
