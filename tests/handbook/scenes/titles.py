"""A title of a publisher's, brought in as a table."""

from datetime import UTC, datetime, timedelta

from tests.handbook.stage import Stage

TITLE, READER = "Night Train", "Ada Reader"

#: In how many days it comes out, before its day moves.
AHEAD = 100


async def brought(stage: Stage, ahead: int = AHEAD) -> None:
    """Bring the title in, as it stands in its house's table: it comes out in so many days."""
    day = (datetime.now(UTC) + timedelta(days=ahead)).date()
    table = (
        "reference,title,form,contributors,published,status\n"
        f"sample-1,{TITLE},AJ,A01 Ben Writer; E07 {READER},{day},02\n"
    )
    await stage.desk.commands("import", "csv", "titles.csv", "--sender", "house", table=table)
