"""What stands before the first element: judged before any parser sees it.

Entities are declared nowhere else, so a file that declares none has none: neither files of ours
nor addresses are read, and nothing grows. The encodings are those in which markup can be read as
it stands; in others it could be hidden.
"""

import re

from domain.errors import Invalid

#: How much may stand before the first element, in bytes.
PROLOG_MAX = 65_536

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_READABLE = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|us-ascii|ascii|iso-8859-(1|2|3|4|5|6|7|8|9|10|13|14|15|16)"
    r"|latin-?1|windows-125[0-8]|cp125[0-8]"
)

_DECLARED = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]{1,60})["']""")

#: What may stand before the first element, one after the other.
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)

#: A document type up to its end, or to where it begins to declare things itself.
_TYPE = re.compile(r"""<!DOCTYPE\s(?:"[^"]*"|'[^']*'|[^\[<>"'])*+(?P<end>[\[>])""")

#: The start of a message that names a default namespace.
_SPACED = re.compile(rb"(<ONIX[Mm]essage\s(?:[^<>]*\s)?)xmlns(?=\s*=)")

#: All up to the end of the first element's start, which has no other end.
_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s(?:"[^"]*"|'[^']*'|[^<>"'])*+>)*+"""
    rb"""<(?P<name>[^\s<>"'/!?]+)(?:"[^"]*"|'[^']*'|[^<>"'/])*+>""",
    re.DOTALL,
)

#: How files begin that are packed, and what unpacks each.
_PACKED = ((b"\x1f\x8b", "gunzip -k"), (b"PK\x03\x04", "unzip"), (b"BZh", "bunzip2 -k"))

_RESAVE = "Have the sender write it as UTF-8, or convert it and say so in line 1."


def judge(head: bytes) -> bool:
    """Judge the first bytes of a message; say whether it names a document type.

    Raises `Invalid`, with line and cure, for what is no XML, what declares entities, and what is
    in no encoding or in two.
    """
    if not head:
        raise _refused(1, "the file is empty", "Have it sent again, whole.")
    for begins, unpack in _PACKED:
        if head.startswith(begins):
            raise _refused(1, "the file is packed", f"Unpack it first, as with `{unpack} FILE`.")
    text = _text(head)
    place = 0
    while found := _SKIPPED.match(text, place):
        place = found.end()
    if text.startswith("<!DOCTYPE", place):
        kind = _TYPE.match(text, place)
        if kind is None or kind["end"] == "[":
            raise _refused(
                _line(text, place),
                "a document type declares things of its own, such as entities",
                "Take the declaration out, and write characters as themselves.",
            )
        return True
    if re.match("<[A-Za-z_]", text[place : place + 2]) is None:
        said = "no element begins" if len(head) < PROLOG_MAX else "too much stands before it"
        cure = "Give a file of ONIX 3.0 or 3.1, which is XML and begins with `<`."
        raise _refused(_line(text, place), said, cure)
    return False


def start(head: bytes) -> re.Match[bytes] | None:
    """Find what stands up to the first element's content, `name` its name, in judged first bytes.

    None if its bytes do not tell: as UTF-16 they are two for a character.
    """
    return None if b"\0" in head else _START.match(head)


def unspaced(head: bytes) -> bytes:
    """Return the first bytes of a message without its default namespace; they keep their places.

    What is read is known by local names alone, so this changes nothing that is found; lxml would
    write the namespace before the tag of every element that is looked at, which takes time.
    """
    return _SPACED.sub(rb"\1_____", head, count=1)


def _text(head: bytes) -> str:
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked == "utf-32":
        raise _refused(1, "the file is written in UTF-32", _RESAVE)
    guess = marked or _unmarked(head)
    text = head.decode(guess, "replace").removeprefix("\ufeff")
    declared = _DECLARED.match(text)
    name = declared[1].lower() if declared else None
    if name is not None and not _READABLE.fullmatch(name):
        raise _refused(1, f"the encoding `{name[:40]}` is not read here", _RESAVE)
    wide = guess.startswith("utf-16")
    if name is not None and wide != name.startswith(("utf-16", "utf16")):
        real = "UTF-16" if wide else "no UTF-16"
        raise _refused(1, f"it says `{name[:40]}`, and its bytes are {real}", _RESAVE)
    if name is not None and marked == "utf-8" and name not in {"utf-8", "utf8"}:
        mark = "a byte-order mark of UTF-8 stands before it"
        raise _refused(1, f"it says `{name[:40]}`, and {mark}", _RESAVE)
    return text


def _unmarked(head: bytes) -> str:
    if head.startswith(b"<\x00"):
        return "utf-16-le"
    return "utf-16-be" if head.startswith(b"\x00<") else "latin-1"


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _refused(line: int, reason: str, cure: str) -> Invalid:
    return Invalid("bad_onix", f"Line {line}: {reason}. {cure}", ("file",))
