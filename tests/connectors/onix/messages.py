"""Messages made for tests, in every form, and the samples beside the repository."""

import io
import re
from pathlib import Path

import pytest

from connectors.onix.reader import Message
from connectors.onix.tags import REFERENCE
from domain.catalog.works.model import Problem, Record

SAMPLES = Path(__file__).parents[3].parent / "shared/data/onix"

HEAD = (
    "<Header><Sender><SenderName>Sample House</SenderName></Sender>"
    "<SentDateTime>20261101T0900Z</SentDateTime></Header>"
)
ISBNS = ("9780007232833", "9783161484100", "9781861972712", "9780306406157")


def sample(name: str) -> bytes:
    """Return a sample; the test is skipped where samples are not."""
    if not (SAMPLES / name).exists():
        pytest.skip(f"the sample {name} is not beside the repository")
    return (SAMPLES / name).read_bytes()


def record(
    number: int = 1,
    *,
    title: str = "Night Train",
    notice: str = "03",
    isbn: str | None = None,
    form: str = "AJ",
    more: str = "",
    publishing: str = "",
    related: str = "",
) -> str:
    """Return one product; `more` goes into its description."""
    given = isbn if isbn is not None else ISBNS[number % len(ISBNS)] if number else ""
    numbered = (
        "<ProductIdentifier><ProductIDType>15</ProductIDType>"
        f"<IDValue>{given}</IDValue></ProductIdentifier>"
        if given
        else ""
    )
    described = (
        f"<DescriptiveDetail><ProductForm>{form}</ProductForm><TitleDetail>"
        "<TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>"
        f"<TitleText>{title}</TitleText></TitleElement></TitleDetail>{more}</DescriptiveDetail>"
        if title or more
        else ""
    )
    published = f"<PublishingDetail>{publishing}</PublishingDetail>" if publishing else ""
    works = f"<RelatedMaterial>{related}</RelatedMaterial>" if related else ""
    return (
        f"<Product><RecordReference>com.sample.{number}</RecordReference>"
        f"<NotificationType>{notice}</NotificationType>{numbered}{described}{published}{works}"
        "</Product>"
    )


def message(*records: str, head: str = HEAD, release: str = "3.0", space: str = "") -> str:
    """Return a message in reference names, a record a line from line 2 on."""
    named = f' xmlns="{space}"' if space else ""
    return "\n".join(
        [f'<ONIXMessage release="{release}"{named}>{head}', *records, "</ONIXMessage>"]
    )


def shortened(text: str) -> str:
    """Return a message with short tags."""
    short = {long: tag for tag, long in REFERENCE.items()}
    return re.sub(r"(</?)([A-Za-z]+)", lambda tag: tag[1] + short.get(tag[2], tag[2].lower()), text)


def found(content: str | bytes) -> list[Record | Problem]:
    """Read a message whole."""
    return list(opened(content))


def opened(content: str | bytes) -> Message:
    """Open a message."""
    return Message(io.BytesIO(content.encode() if isinstance(content, str) else content))
