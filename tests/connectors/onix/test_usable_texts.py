"""From when until when a text about a title may be used, in either form of tags."""

from datetime import date

import pytest

from domain.catalog.works.model import Collateral, Record, Words
from tests.connectors.onix.messages import found, message, record, shortened


def texts(dates: str, *, short: bool = False) -> tuple[Words, ...]:
    told = (
        "<CollateralDetail><TextContent><TextType>03</TextType><ContentAudience>00"
        f"</ContentAudience><Text>Long.</Text>{dates}</TextContent></CollateralDetail></Product>"
    )
    whole = message(record(1).replace("</Product>", told))
    (one,) = found(shortened(whole) if short else whole)
    assert isinstance(one, Record), one
    return (one.product.collateral or Collateral()).texts


def dated(role: str, said: str, form: str = "00") -> str:
    return (
        f"<ContentDate><ContentDateRole>{role}</ContentDateRole>"
        f"<DateFormat>{form}</DateFormat><Date>{said}</Date></ContentDate>"
    )


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ("", None, None),
        (dated("14", "20261201"), date(2026, 12, 1), None),
        (dated("15", "20261224"), None, date(2026, 12, 24)),
        (dated("14", "20261201") + dated("15", "20261224"), date(2026, 12, 1), date(2026, 12, 24)),
        (dated("24", "2026120120261224", "06"), date(2026, 12, 1), date(2026, 12, 24)),
        # Of a month nobody knows the day: it begins with the last and ends with the first.
        (dated("14", "202612", "01"), date(2026, 12, 31), None),
        (dated("15", "202612", "01"), None, date(2026, 12, 1)),
        # In words only: on no day.
        (dated("14", "soon", "12"), date.max, date.max),
        (dated("17", "20261201"), None, None),
    ],
)
def test_the_days_a_text_may_be_used(
    dates: str, first: date | None, last: date | None, *, short: bool
) -> None:
    (one,) = texts(dates, short=short)

    assert (one.text, one.first, one.last) == ("Long.", first, last)
