"""What estimates mean for a campaign's readiness. Pure."""

from collections.abc import Sequence

from domain.campaigns.estimates.model import Answer, Estimate
from domain.campaigns.model import Check, Forecast


def check(estimates: Sequence[Estimate]) -> Check:
    """Return the check of a campaign's estimates, one for each of its markets.

    Too few people hold it back. That there is no estimate never does.
    """
    markets = ", ".join(_of(estimates, Answer.TOO_FEW))
    if markets:
        found = f"too few people for Spotify in {markets}; widen the ages, or leave that market out"
        return Check("Audience estimate", holds=False, found=found)
    forecasts = [one.forecast for one in estimates if one.forecast is not None]
    if not forecasts:
        found = "Spotify gives none at present, and nothing waits for it"
        return Check("Audience estimate", holds=True, found=found)
    return _expected(forecasts, _of(estimates, Answer.NONE), _short(estimates))


def _expected(forecasts: Sequence[Forecast], unknown: list[str], short: list[str]) -> Check:
    least = f"{sum(one.least for one in forecasts):,}"
    most = f"{sum(one.most for one in forecasts):,}"
    missing, markets = ", ".join(unknown), ", ".join(short)
    if unknown:
        found = f"about {least} to {most} people; of {missing} Spotify gives none at present"
    elif short:
        found = f"about {least} to {most} people; the budget is likely to be left over in {markets}"
    elif all(one.delivers for one in forecasts):
        found = f"about {least} to {most} people, likely to deliver the budget"
    else:
        found = f"about {least} to {most} people"
    return Check("Audience estimate", holds=True, found=found)


def _of(estimates: Sequence[Estimate], answer: Answer) -> list[str]:
    return [one.market for one in estimates if one.answer is answer]


def _short(estimates: Sequence[Estimate]) -> list[str]:
    return [one.market for one in estimates if one.forecast and one.forecast.delivers is False]
