"""What people wrote, so that a card shows their words and nothing else is read in them.

A title, reason or note that holds `*Approved by* ...` on a line of its own, a mention or a link
must never look like something Greenlight says. So words go into `plain_text` and `rich_text`,
where Slack reads no markup, as `one_line` or `lines`; where only mrkdwn will do (side-by-side
fields, the text of a notification) as `inert`.
"""

import re
import unicodedata
from itertools import islice

#: Kinds of signs that are not seen but change what is: controls, directions, halves, separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

#: Unseen signs that words need: they join emoji, and letters of Indic and Persian writing.
_JOINERS = "\u200c\u200d"

#: Signs that begin or end markup. Between two plain letters Slack reads them as themselves.
_MARK = re.compile(r"(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`")

#: A colon that begins an emoji's name, or the address part of a link.
_COLON = re.compile(r":(?=//|[\w+'\-]+:)")

#: What stands for a sign of markup: signs that look alike and mean nothing. Slack has no escape
#: for them, and a zero-width blank beside one makes it count rather than not.
_ALIKE = str.maketrans({"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "'"})

#: What is shown where nothing visible was written; Slack takes no empty text.
NOTHING = "\u2013"

#: How many lines of one text a card shows.
LINES_MAX = 15


def cut(text: str, most: int) -> str:
    """Return `text`, shortened with an ellipsis if it is longer than `most`."""
    return text if len(text) <= most else text[: most - 1] + "…"


def one_line(text: str, most: int) -> str:
    """Return somebody's words on one line, without signs that are not seen."""
    return cut(" ".join(_seen(" ".join(text.split())).split()), most) or NOTHING


def lines(text: str, most: int) -> str:
    """Return somebody's words on the lines they wrote them on, blank ones left out."""
    shown = (line for given in text.splitlines() if (line := _seen(given).strip()))
    written = list(islice(shown, LINES_MAX + 1))
    if len(written) > LINES_MAX:
        written = [*written[: LINES_MAX - 1], "…"]
    return cut("\n".join(written), most) or NOTHING


def inert(text: str, most: int = 300) -> str:
    """Return somebody's words on one line, for mrkdwn: nothing in them is markup."""
    plain = _COLON.sub("\u2236", one_line(text, most))
    unmarked = _MARK.sub(lambda mark: mark[0].translate(_ALIKE), plain)
    if unmarked.startswith(">"):  # At the beginning of a line this would be a quote.
        unmarked = "\u203a" + unmarked[1:]
    return unmarked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _seen(text: str) -> str:
    if text.isprintable():
        return text  # As most are: what is not seen is no printable sign either.
    return "".join(
        sign for sign in text if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
