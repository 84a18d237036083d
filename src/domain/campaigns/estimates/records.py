"""The table of estimates: each answer under what it was asked with."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.campaigns.estimates.model import Answer, Estimate
from domain.campaigns.model import Forecast, Suggestion
from domain.database import sql
from domain.database.listing import of_each
from domain.money import Money, money


class EstimateRecord(Model):
    """What was answered of one flight; the revision is the last for which it counts."""

    id = fields.CharField(80, primary_key=True)
    request = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    market = fields.CharField(2)
    digest = fields.CharField(64)
    revision = fields.IntField()
    answer = fields.CharField(12)
    least = fields.BigIntField(null=True)
    most = fields.BigIntField(null=True)
    delivers = fields.BooleanField(null=True)
    bid_least = fields.BigIntField(null=True)
    bid_most = fields.BigIntField(null=True)
    bid_currency = fields.CharField(3, null=True)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept; the same question of one request stands once."""

        table = "campaign_estimates"
        unique_together = (("request", "digest"),)


async def asked_before(request_id: str, digest: str) -> Estimate | None:
    """Return what was answered to the same question; None if it was never asked."""
    row = await sql.fetch_one(
        "SELECT * FROM campaign_estimates WHERE request_id = $1 AND digest = $2",
        *(request_id, digest),
    )
    return _estimate(row) if row else None


async def put(value: Estimate, id_: str) -> None:
    """Keep an answer, or for which revision one counts that is kept."""
    forecast = value.forecast
    await sql.execute(
        "INSERT INTO campaign_estimates"
        " (id, request_id, market, digest, revision, answer, least, most, delivers, at,"
        " bid_least, bid_most, bid_currency)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        " ON CONFLICT (request_id, digest) DO UPDATE SET revision = excluded.revision,"
        " answer = excluded.answer, least = excluded.least, most = excluded.most,"
        " delivers = excluded.delivers, at = excluded.at, bid_least = excluded.bid_least,"
        " bid_most = excluded.bid_most, bid_currency = excluded.bid_currency",
        *(id_, value.request_id, value.market, value.digest, value.revision, value.answer),
        *((forecast.least, forecast.most, forecast.delivers) if forecast else (None,) * 3),
        *(value.at, *_bid(forecast)),
    )


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Estimate]]:
    """Return the answers of campaigns, of every revision, by request id, in order of market."""
    return await of_each("campaign_estimates", "request_id", request_ids, _estimate, "market, at")


def _bid(forecast: Forecast | None) -> tuple[int | None, int | None, str | None]:
    """Return what is suggested to bid, in minor units of its currency."""
    if forecast is None or forecast.bid is None:
        return None, None, None
    bid = forecast.bid
    least, most = (money(amount, bid.currency).minor for amount in (bid.least, bid.most))
    return least, most, bid.currency


def _suggestion(row: sql.Row) -> Suggestion | None:
    currency = row["bid_currency"]
    if currency is None:
        return None
    least, most = (Money(row[name], currency).amount for name in ("bid_least", "bid_most"))
    return Suggestion(least, most, currency)


def _estimate(row: sql.Row) -> Estimate:
    answer, delivers = Answer(row["answer"]), row["delivers"]
    likely = None if delivers is None else bool(delivers)
    forecast = Forecast(row["least"], row["most"], likely, _suggestion(row))
    return Estimate(
        request_id=row["request_id"],
        market=row["market"],
        digest=row["digest"],
        revision=row["revision"],
        answer=answer,
        forecast=forecast if answer is Answer.FORECAST else None,
        at=sql.instant(row["at"]),
    )
