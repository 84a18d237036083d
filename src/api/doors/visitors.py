"""What visits are a person's, by what is sent with them."""

import re
from collections.abc import Mapping

#: What stands in the names that programs give themselves. Whoever hides that is stopped by rates.
_PROGRAMS = re.compile(
    r"bot|crawl|spider|slurp|preview|scan|monitor|headless|phantom|puppeteer|playwright|selenium"
    r"|lighthouse|facebookexternalhit|whatsapp|telegram|embedly|skypeuri|outlook|curl|wget|httpie"
    r"|python|java/|okhttp|go-http|libwww|axios|node-fetch|postman|ruby|perl|scrapy",
    re.IGNORECASE,
)

#: How browsers say that they fetch something nobody asked for yet.
_AHEAD = ("purpose", "sec-purpose", "x-purpose", "x-moz")


def is_program(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a visit is none of a person's: a program's, or a look ahead that nobody asked for.

    `headers` by small name.
    """
    name = headers.get("user-agent", "")
    ahead = any("prefetch" in headers.get(one, "").lower() for one in _AHEAD)
    ahead = ahead or any("prerender" in headers.get(one, "").lower() for one in _AHEAD)
    return method != "GET" or ahead or not name.strip() or bool(_PROGRAMS.search(name))
