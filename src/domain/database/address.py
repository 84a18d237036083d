"""Where a PostgreSQL is and how it is spoken to, read from a URL once.

The pool, migrations and whatever else opens a connection take asyncpg's arguments from here, so
that a word in the URL means the same everywhere. asyncpg itself sends words it does not know to the
server, which ends in an error nobody understands; here they are refused by name.
"""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import asyncpg

from domain.errors import Invalid, Unavailable

SCHEMES = frozenset({"postgres", "postgresql", "asyncpg"})

#: How long a connection may take to open, in seconds.
CONNECT_SECONDS = 10.0

#: Words of libpq that asyncpg reads in a URL. Source: asyncpg's reference of `connect`.
_DRIVER = frozenset(
    {
        *("host", "port", "dbname", "database", "user", "password", "passfile", "service"),
        *("sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslpassword"),
        *("sslnegotiation", "ssl_min_protocol_version", "ssl_max_protocol_version"),
        *("target_session_attrs", "krbsrvname", "gsslib"),
        *("application_name", "options"),  # The server knows these two.
    }
)

#: Words that are no libpq's, by what they are here, and what they hold.
_OURS: Mapping[str, tuple[str, type[int] | type[float]]] = {
    "minsize": ("min_size", int),
    "maxsize": ("max_size", int),
    "statement_cache_size": ("statement_cache_size", int),
    "command_timeout": ("command_timeout", float),
    "connect_timeout": ("timeout", float),
    "timeout": ("timeout", float),
}

#: What holds for the pool only: what migrates may take its time.
_POOLED = frozenset({"min_size", "max_size", "command_timeout"})

_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_FILES = ("sslcert", "sslkey", "sslrootcert", "sslcrl")

#: The value of `sslrootcert` that stands for the certificates the system trusts. Source: libpq 16.
_SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Address:
    """A PostgreSQL: what `asyncpg.connect` takes, what its pool takes beside, and what to show.

    `shown` has no password in it.
    """

    shown: str
    arguments: Mapping[str, Any] = field(repr=False)
    pool: Mapping[str, Any]


@lru_cache(maxsize=16)
def address(url: str) -> Address:
    """Read `url`; `Invalid` says what is wrong with it, and never quotes a password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _bad("it is no address; brackets belong around IPv6 addresses only") from None
    if parts.scheme not in SCHEMES:
        raise _bad(f"`{parts.scheme}` is not postgres://")
    secret, _, hosts = parts.netloc.rpartition("@")
    _check_hosts(hosts, fragment=parts.fragment)
    user, _, password = secret.partition(":")
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    ours = _read_ours(given)
    words = {name: value for name, value in given.items() if name not in _OURS}
    arguments: dict[str, Any] = {"timeout": CONNECT_SECONDS} | ours
    arguments |= {"user": unquote(user)} if user else {}
    arguments |= {"password": unquote(password)} if password else {}
    if words.get("sslrootcert") == _SYSTEM:
        # As libpq does: who trusts so many must look at the name.
        words = {n: v for n, v in words.items() if n not in {"sslrootcert", "sslmode"}}
        arguments["ssl"] = ssl.create_default_context()
    _check_words(words)
    query = f"?{urlencode(words)}" if words else ""
    arguments["dsn"] = f"postgres://{hosts}{parts.path}{query}"
    return Address(
        f"postgres://{f'{user}@' if user else ''}{hosts}{parts.path}",
        {name: value for name, value in arguments.items() if name not in _POOLED},
        {name: value for name, value in ours.items() if name in _POOLED},
    )


async def connect(url: str) -> asyncpg.Connection:
    """Open one connection beside the pool; `Invalid` or `Unavailable` if there is none to have."""
    with reaching():
        return await asyncpg.connect(**address(url).arguments)


@contextmanager
def reaching() -> Iterator[None]:
    """Say in one line why a database cannot be reached."""
    try:
        yield
    except (OSError, asyncpg.PostgresError) as error:
        raise Unavailable(
            "database_unreachable",
            f"The database does not let us in ({type(error).__name__}: {error}). Look at"
            " GREENLIGHT_DATABASE_URL, and whether the server runs.",
        ) from error
    except (asyncpg.InterfaceError, ValueError) as error:
        raise _bad(str(error)) from error


def _check_hosts(hosts: str, *, fragment: str) -> None:
    for host in hosts.split(","):
        _, _, port = host.rpartition("]")[2].partition(":")
        odd = port and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65_536)  # noqa: PLR2004  TCP's.
        if odd or fragment:
            raise _bad(
                "its port is no number from 1 to 65535; in a password, characters such as"
                " / ? # @ : are written %2F %3F %23 %40 %3A"
            )


def _read_ours(given: Mapping[str, str]) -> dict[str, int | float]:
    found: dict[str, int | float] = {}
    for name, value in given.items():
        if name not in _OURS:
            continue
        meant, kind = _OURS[name]
        try:
            found[meant] = kind(value)
        except ValueError:
            raise _bad(f"`{name}` takes a number") from None
        if not 0 <= found[meant] < 1_000_000:  # noqa: PLR2004  Not infinite, not NaN.
            raise _bad(f"`{name}` is out of bounds")
    if found.get("max_size") == 0 or found.get("min_size", 0) > found.get("max_size", 1_000_000):
        raise _bad("`maxsize` must be at least 1, and at least `minsize`")
    return found


def _check_words(words: Mapping[str, str]) -> None:
    if strange := sorted(words.keys() - _DRIVER):
        raise _bad(
            f"`{strange[0]}` means nothing here; leave it out. Known are"
            f" {', '.join(sorted(_DRIVER | _OURS.keys()))}"
        )
    if words.get("sslmode", "prefer") not in _MODES:
        raise _bad(f"`sslmode` is one of {', '.join(_MODES)}")
    for name in _FILES:
        if name in words and not Path(words[name]).is_file():
            raise _bad(f"there is no file `{words[name]}` for `{name}`")


def _bad(reason: str) -> Invalid:
    return Invalid("bad_database_url", f"GREENLIGHT_DATABASE_URL: {reason}.", ("database_url",))
