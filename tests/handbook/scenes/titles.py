"""A title of a publisher's, brought in as a table."""

from datetime import UTC, datetime, timedelta

from tests.handbook.stage import Stage

TITLE, READER = "Night Train", "Ada Reader"

#: In how many days it comes out.
AHEAD = 100


async def brought(stage: Stage) -> None:
    """Bring the title in, as it stands in its house's table."""
    day = (datetime.now(UTC) + timedelta(days=AHEAD)).date()
    table = (
        "reference,title,form,contributors,published,status\n"
        f"sample-1,{TITLE},AJ,A01 Ben Writer; E07 {READER},{day},02\n"
    )
    await stage.desk.commands("import", "csv", "titles.csv", "--sender", "house", table=table)
