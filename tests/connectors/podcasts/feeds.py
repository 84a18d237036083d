"""Feeds to read."""

NAMESPACES = (
    'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
)


def item(name: str, *more: str, title: str = "") -> str:
    """Return an item whose file is called by its name."""
    file = f'<enclosure url="https://media.example.com/{name}.mp3" type="audio/mpeg" length="1"/>'
    said = f"<title>{title or name}</title><guid isPermaLink='false'>{name}</guid>{file}"
    return f"<item>{said}{''.join(more)}</item>"


def feed(*items: str, before: str = "") -> bytes:
    """Return a feed with these items."""
    head = f"<?xml version='1.0' encoding='utf-8'?>{before}<rss version='2.0' {NAMESPACES}>"
    guid = "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"
    return f"{head}<channel><title>Beans</title>{guid}{''.join(items)}</channel></rss>".encode()
