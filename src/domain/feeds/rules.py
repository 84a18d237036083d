"""What a feed says: its channel from what was set, an item from a release, what is shown. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from pydantic import TypeAdapter

from domain.catalog.model import Asset, Episode, Show
from domain.errors import Invalid
from domain.feed_writing import Channel, Enclosure, EpisodeType, Item, Transcript
from domain.feeds import wording
from domain.feeds.kept import FeedSettings, KeptItem, ShowFeed, Stand
from domain.requests.kinds.translated import Translation, field_of
from domain.requests.model import RequestState
from domain.targets.model import Publication
from domain.text import one_line, words_of

#: What the target is called, as placements and exposures have it.
NAME = "feed"

#: The fields of a release that name its files.
AUDIO, ARTWORK, TRANSCRIPT = "audio_asset_id", "artwork_asset_id", "transcript_asset_id"

#: The longest GUID, in characters; what the column holds.
GUID_MAX = 500

#: How addresses of pictures end, by what they are.
ENDINGS: Mapping[str, str] = {"image/jpeg": "jpg", "image/png": "png"}

#: Requests in these states are approved, and handed over.
_OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})

#: In which namespace the Podcast Namespace makes GUIDs of feeds. Source: its `guid` tag.
_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")

#: The longest name in an address, in characters. Ours.
_SLUG_MAX = 60

#: Types of transcripts, and those of them that follow the audio. Source: Podcast Namespace.
_TRANSCRIPTS: Mapping[str, bool] = {
    "text/vtt": True,
    "application/x-subrip": True,
    "application/json": False,
    "text/html": False,
    "text/plain": False,
}

#: What of an item is no part of what was approved: it is the show's, or the catalogue's, to say.
_NEVER_APPROVED = frozenset({"digest", "published_at", "explicit", "number"})

#: A GUID in which no reader changes anything: signs of ASCII without blanks.
_GUID = re.compile("[!-~]+")

#: What the chance in an address of ours is written with.
_TOKEN = re.compile("[A-Za-z0-9_-]+")

ITEM = TypeAdapter(Item)
SETTINGS = TypeAdapter(FeedSettings)


def slug_of(title: str) -> str:
    """Return a show's title as it stands in an address."""
    return "-".join(one for one in words_of(title) if one.isascii())[:_SLUG_MAX].strip("-") or NAME


def base_of(public_url: str, feed: ShowFeed) -> str:
    """Return what the addresses of a feed and of what belongs to it begin with."""
    return f"{public_url}/feeds/{feed.token}/{feed.slug}"


def address_of(public_url: str, feed: ShowFeed) -> str:
    """Return where a feed is; the same for good."""
    return f"{base_of(public_url, feed)}.xml"


def address_of_item(public_url: str, feed: ShowFeed, guid: str) -> str:
    """Return where an episode is in a feed; whoever names it names no other one."""
    return f"{address_of(public_url, feed)}#{quote(guid, safe='')}"


def guid_of(public_url: str, feed: ShowFeed) -> str:
    """Return what directories know a show by: what is kept, else what its address comes to.

    Source: Podcast Namespace, `guid`: a UUIDv5 of the address without its protocol.
    """
    plain = re.sub("^[a-z]+://", "", address_of(public_url, feed)).rstrip("/")
    return feed.guid or str(uuid5(_PODCASTS, plain))


def brought_guid(said: str) -> str:
    """Return the GUID that a show brings from an earlier feed, as it is written; `Invalid`."""
    try:
        return str(UUID(said)) if said else ""
    except ValueError:
        words = "A show's GUID is a UUID: copy `podcast:guid` from the feed it had before."
        raise Invalid("bad_guid", words, ("podcast_guid",)) from None


def artwork_name(asset: Asset) -> str:
    """Return what a show's picture is called in its address; another one is called otherwise."""
    return f"artwork-{(asset.sha256 or '')[:16]}.{ENDINGS.get(asset.media_type or '', 'png')}"


def channel_of(public_url: str, feed: ShowFeed, show: Show, artwork: Asset) -> Channel:
    """Return a show as its feed tells it."""
    said, address = feed.settings, address_of(public_url, feed)
    same = {one.name: getattr(said, one.name) for one in fields(said)}
    del same["artwork_asset_id"], same["language"]
    return Channel(
        address=address,
        guid=guid_of(public_url, feed),
        title=show.title,
        image_address=f"{base_of(public_url, feed)}/{artwork_name(artwork)}",
        language=said.language or show.language,
        **same,
    )


def item_of(
    what: Publication, episode: Episode, guid: str, feed: ShowFeed, public_url: str
) -> Item:
    """Return a release as an item of a feed.

    Its words are those that were approved, its number the episode's place in the show. Disclaimers
    are shown below the description.
    """
    said: Mapping[str, Any] = what.content["metadata"]
    about, audio = said.get("description") or "", what.files[AUDIO]
    picture, found = what.files.get(ARTWORK), wording.chapters(about, audio.duration_ms)
    within = f"{base_of(public_url, feed)}/chapters"
    kind = EpisodeType(said.get("episode_type") or EpisodeType.FULL)
    item = Item(
        guid=guid,
        digest="",
        title=said.get("episode_title") or what.title,
        description=wording.html(about, _disclaimers(said)),
        enclosure=Enclosure(audio.address, audio.media_type, audio.size, audio.duration_ms),
        published_at=what.opens_at,
        ends_at=what.ends_at,
        explicit=feed.settings.explicit if said.get("explicit") is None else said["explicit"],
        number=None if kind is EpisodeType.TRAILER else episode.number,
        season=said.get("season"),
        kind=kind,
        image_address=picture.address if picture else "",
        allowed=tuple(sorted(what.markets)),
        transcripts=_transcripts(what),
        chapters=found,
        chapters_address=f"{within}/{episode.id}.json" if found else "",
        persons=wording.persons(said.get("credits") or ()),
    )
    return replace(item, digest=digest_of(item))


def as_before(item: Item, before: KeptItem | None, now: datetime) -> Item:
    """Return an item with the day on which it came out, if it was out by then."""
    if before is None or before.removed_at is not None or before.opens_at > now:
        return item
    same = replace(item, published_at=before.item.published_at)
    return replace(same, digest=digest_of(same))


def digest_of(item: Item) -> str:
    """Return the SHA-256 of all that is written of an item, as hexadecimal digits."""
    return sha256(ITEM.dump_json(replace(item, digest=""))).hexdigest()


def differences(kept: Item, wanted: Item) -> tuple[str, ...]:
    """Return which fields of an item do not say what was approved."""
    names = (one.name for one in fields(Item) if one.name not in _NEVER_APPROVED)
    return tuple(
        f"its {name.replace('_', ' ')} is not what was approved"
        for name in names
        if getattr(kept, name) != getattr(wanted, name)
    )


def chapters_document(item: Item) -> bytes:
    """Return the chapters of an item as JSON. Source: the Podcast Namespace's JSON chapters."""
    listed = [
        {"startTime": one.starts_ms / 1_000, "title": one.title}
        | ({"url": one.address} if one.address else {})
        for one in item.chapters
    ]
    return json.dumps({"version": "1.2.0", "chapters": listed}).encode()


def shown(stand: Stand, now: datetime) -> bool:
    """Whether something that is in a feed may be seen there now.

    Its request is approved and handed over, its time has come and is not over, and it was not
    ended where it is live, whatever job has not run yet.
    """
    ended = stand.ended_at is not None and not stand.live and stand.ended_at >= stand.put_at
    return stand.state in _OUT and not ended and _timely(stand, now)


def modified(feed: ShowFeed, stands: Sequence[Stand], now: datetime) -> datetime:
    """Return since when a feed says what it says now; never earlier than it did before.

    What happened to something that is out counts also where it stands as it did: it may have been
    gone in between, and a reader who saw the feed without it is to hear of that.
    """
    turns = [feed.changed_at]
    for one in stands:
        if one.opens_at <= now:
            told = (one.opens_at, one.moved_at, one.began_at, one.ended_at, one.ends_at)
            turns += [at for at in told if at is not None and at <= now]
    return min(max(turns), now)


def next_turn(stands: Sequence[Stand], now: datetime) -> datetime | None:
    """Return when something is to be shown, or not any more, by time alone; None if never."""
    turns = (at for one in stands for at in (one.opens_at, one.ends_at) if at is not None)
    return min((at for at in turns if at > now), default=None)


def is_guid(guid: str) -> bool:
    """Whether every reader of feeds tells an episode by a GUID in the same way."""
    return len(guid) <= GUID_MAX and _GUID.fullmatch(guid) is not None


def is_token(given: str) -> bool:
    """Whether something might be in an address of ours."""
    return _TOKEN.fullmatch(given) is not None


def check_guid(guid: str) -> None:
    """Raise `Invalid` unless an episode can be called so in a feed."""
    problem = one_line(guid, ("guid",))
    if problem:
        raise problem
    if not is_guid(guid):
        said = f"A GUID has 1 to {GUID_MAX} letters of ASCII, digits and signs, and no blanks."
        raise Invalid("bad_guid", said, ("guid",))


def _timely(stand: Stand, now: datetime) -> bool:
    return stand.opens_at <= now and (stand.ends_at is None or now < stand.ends_at)


def _translations(said: Mapping[str, Any]) -> list[Translation]:
    return [Translation.model_validate(one) for one in said.get("translations") or ()]


def _disclaimers(said: Mapping[str, Any]) -> list[str]:
    """Return the disclaimers of a package in all languages, those in what is spoken first."""
    others = [text for one in _translations(said) for text in one.disclaimers]
    return [*(said.get("disclaimers") or ()), *others]


def _transcripts(what: Publication) -> tuple[Transcript, ...]:
    """Return the transcripts in a form that players read; a printed one is for people."""
    others = [one.tag for one in _translations(what.content["metadata"])]
    wanted = {TRANSCRIPT: ""} | {field_of(tag): tag for tag in others}
    return tuple(
        Transcript(file.address, file.media_type, tag, captions=_TRANSCRIPTS[file.media_type])
        for field, tag in wanted.items()
        if (file := what.files.get(field)) is not None and file.media_type in _TRANSCRIPTS
    )
