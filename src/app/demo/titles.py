"""The sample's titles, told as a publisher's table would tell of them."""

import hashlib
import io
from datetime import date, timedelta

from connectors.titles.table import Table
from domain.actor import Actor
from domain.catalog.works.importing import Import
from domain.catalog.works.model import Origin
from domain.hub import Hub

#: A series by one author: a volume that is out, in print and as an audiobook, and one to come.
_TABLE = """\
reference,work,title,form,series_number,contributors,published,status,series,language,sold_worldwide
sample-1,1,The Harbour,BC,1,A01 Ada (sample),{out},04,Harbour Tales,eng,yes
sample-2,1,The Harbour,AJ,1,A01 Ada (sample); E07 Sam (sample),{out},04,Harbour Tales,eng,yes
sample-3,2,The Hill,AJ,2,A01 Ada (sample); E07 Sam (sample),{to_come},02,Harbour Tales,eng,yes
"""

#: How long ago the first came out, and when the second does.
OUT, TO_COME = timedelta(days=200), timedelta(days=60)


async def fill(hub: Hub, actor: Actor, today: date) -> None:
    """Take the sample's titles in."""
    content = _TABLE.format(out=today - OUT, to_come=today + TO_COME).encode()
    origin = Origin("sample", None, "titles.csv", hashlib.sha256(content).hexdigest())
    await Import(hub, actor, origin).take(list(Table(io.BytesIO(content))))
