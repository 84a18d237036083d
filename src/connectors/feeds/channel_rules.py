"""What directories ask of a show."""

from uuid import UUID

from connectors.feeds import markup
from connectors.feeds.noting import Notes, shown, texts_of
from domain import mail_addresses
from domain.feed_writing import Channel
from domain.feeds.categories import known

#: How much of a description is shown. Source: Apple.
DESCRIPTION_SHOWN = 4_000


def look(notes: Notes, channel: Channel) -> None:
    """Note what is wrong with a show; its items are looked at elsewhere."""
    notes.characters(texts_of(channel))
    _words(notes, channel)
    _addresses(notes, channel)
    _categories(notes, channel)
    _owner(notes, channel)
    notes.language("The show's language", channel.language, stops=True)
    notes.countries("The show's origin", channel.origins)
    notes.countries("Where the show may be played", channel.allowed)
    notes.persons(channel.persons)
    _standing(notes, channel)


def _words(notes: Notes, channel: Channel) -> None:
    asked = {
        "title": channel.title,
        "description": channel.description,
        "author": channel.author,
    }
    for name, given in asked.items():
        if not given.strip():
            notes.stop(f"no_{name}", f"The show has no {name}", f"Give it a {name}")
    notes.long("The show's title", channel.title)
    notes.long("The show's author", channel.author)
    notes.long("The show's description", channel.description, DESCRIPTION_SHOWN)
    markup.look(notes, channel.description)


def _addresses(notes: Notes, channel: Channel) -> None:
    notes.address("The feed's own address", channel.address, stops=True)
    notes.address("The show's page", channel.link, stops=True)
    notes.image(channel.image_address, stops=True)
    if not channel.moved_to:
        return
    notes.address("Where the feed moved to", channel.moved_to, stops=True)
    if channel.moved_to == channel.address:
        said = "The feed says that it moved to where it is"
        notes.stop("moved_nowhere", said, "Give its new address, or none")


def _categories(notes: Notes, channel: Channel) -> None:
    if not channel.categories:
        said = "The show is in no category"
        notes.stop("no_category", said, "Choose at least one of Apple's categories")
    for one in channel.categories:
        if not known(one):
            name = " > ".join(filter(None, (one.name, one.below)))
            said = f"`{shown(name)}` is none of Apple's categories"
            notes.stop("bad_category", said, "Choose one of the list, written as it is there")


def _owner(notes: Notes, channel: Channel) -> None:
    if not channel.owner_email:
        said = "The show has no owner's e-mail address, to which directories send their codes"
        notes.warn("no_owner", said, "Give one that somebody reads, before it is submitted")
    elif mail_addresses.problem(channel.owner_email):
        said = f"`{shown(channel.owner_email)}` is no e-mail address"
        notes.stop("bad_owner", said, "Write it as podcasts@example.com")


def _standing(notes: Notes, channel: Channel) -> None:
    if channel.guid != _named(channel.guid):
        said = f"The show's GUID is `{shown(channel.guid)}`, which is no UUID of version 5"
        notes.warn("bad_show_guid", said, "Make it of the address at which the feed first stood")
    if channel.recent is not None and channel.recent < 1:
        said = f"Spotify would show the newest {channel.recent} episodes"
        notes.stop("bad_recent", said, "Show one or more, or say nothing to show them all")
    if channel.complete:
        said = "The show is complete: directories look for no further episodes"
        notes.warn("complete", said, "Take that back before another episode comes out")
    if channel.hidden:
        said = "The show is hidden: Apple does not list it"
        notes.warn("hidden", said, "Take that back when it is to be found")


def _named(guid: str) -> str:
    """Return a UUID of version 5 as it is written; empty for what is none."""
    try:
        found = UUID(guid)
    except ValueError:
        return ""
    return str(found) if found.version == 5 else ""  # noqa: PLR2004  The version of names.
