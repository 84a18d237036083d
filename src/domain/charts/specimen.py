"""One chart of each kind with made-up numbers, so that people can look at them."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import sin

from domain.charts.model import (
    Band,
    Bar,
    Chart,
    Comparison,
    Freshness,
    Funnel,
    Measure,
    Pacing,
    Point,
    Portfolio,
    Presence,
    Series,
    Threshold,
    Unit,
    Verdict,
)
from domain.charts.rules import even

_FIRST, _AS_OF, _SETTLED = date(2026, 11, 1), date(2026, 11, 22), date(2026, 11, 20)
_FRESH = Freshness(_AS_OF, _SETTLED)

#: Days of the specimen that have no number, and why.
_ABSENT = {9: Presence.MISSING, 10: Presence.MISSING, 14: Presence.SUPPRESSED}


def specimens(*, german: bool = False) -> Mapping[str, Chart]:
    """Return a chart of each kind by its name, named in German or in English."""
    return {
        "pacing": _pacing(),
        "threshold": _threshold(german=german),
        "funnel": _funnel(german=german),
        "portfolio": _portfolio(german=german),
        "comparison": _comparison(german=german),
    }


def _day(n: int) -> date:
    return _FIRST + timedelta(days=n)


def _pacing() -> Pacing:
    ends = date(2026, 12, 5)
    spent = [Point(_day(n), 640.0 * (n + 1) + 900 * sin(n / 3)) for n in range(20)]
    spent[8] = Point(_day(8), None, Presence.MISSING)
    return Pacing(
        title="Nordlicht: the winter season, wave 2 (audio, DACH)",
        currency="EUR",
        begins=_FIRST,
        ends=ends,
        budget=25_000,
        spent=tuple(spent),
        expected=even(_FIRST, ends, 25_000),
        fresh=_FRESH,
        projected=22_400,
    )


def _threshold(*, german: bool) -> Threshold:
    points, verdicts = [], {}
    for n in range(22):
        day, value = _day(n), 0.76 + 0.05 * sin(n / 2.4)
        presence = _ABSENT.get(n, Presence.KNOWN)
        points.append(Point(day, None if n in _ABSENT else round(value, 3), presence))
        verdicts[day] = _verdict(n, value)
    return Threshold(
        title="Hörbuch-Herbst: Spot 30 s" if german else "Audiobook autumn: spot of 30 s",
        measure=Measure("Abschlussrate" if german else "Completion rate", Unit.SHARE),
        points=tuple(points),
        band=Band(target=0.75, recovery=0.77),
        fresh=_FRESH,
        verdicts={day: one for day, one in verdicts.items() if day <= _SETTLED},
    )


def _verdict(n: int, value: float) -> Verdict:
    if n in _ABSENT:
        return Verdict.UNKNOWN
    if value < 0.75:  # noqa: PLR2004  The target above.
        return Verdict.BREACHED
    return Verdict.RECOVERING if value < 0.77 else Verdict.MET  # noqa: PLR2004  As above.


def _funnel(*, german: bool) -> Funnel:
    names = (
        ("Ad-Impressions", "Gestartet", "Ein Viertel", "Hälfte", "Drei Viertel", "Ganz gehört")
        if german
        else (
            "Ad impressions",
            "Started",
            "First quartile",
            "Midpoint",
            "Third quartile",
            "Complete",
        )
    )
    values = (128_400, 121_950, 104_310, 97_220, None, 83_415)
    steps = [
        Bar(name, value, Presence.KNOWN if value is not None else Presence.MISSING)
        for name, value in zip(names, values, strict=True)
    ]
    name = "Hörverlauf eines Spots" if german else "How far a spot is heard"
    return Funnel(name, Measure("Hörer:innen" if german else "Listeners"), tuple(steps), _FRESH)


def _portfolio(*, german: bool) -> Portfolio:
    met, breached = Verdict.MET, Verdict.BREACHED
    bars = (
        Bar("Nordlicht: the winter season, wave 2 (audio, DACH)", 1.04, verdict=met),
        Bar("Rauhreif", 0.98, verdict=met),
        Bar("Kaffeepause & Co.", 0.86, verdict=Verdict.RECOVERING),
        Bar("Sommerschlussverkauf", 0.61, verdict=breached),
        Bar("Herbstlaub Podcast", 0.0, verdict=breached),
        Bar("Stille Stunde", None, Presence.MISSING, Verdict.UNKNOWN),
        Bar("Kleine Bühne", None, Presence.SUPPRESSED, Verdict.UNKNOWN),
    )
    name = "Ausgaben im Verhältnis zum Plan" if german else "Spend in proportion to plan"
    title = "Laufende Kampagnen" if german else "Campaigns under way"
    return Portfolio(title, Measure(name, Unit.SHARE), bars, _FRESH, target=1.0)


def _comparison(*, german: bool) -> Comparison:
    names = ("Der lange Winter", "Nachtzug nach Narvik", "Salz", "Atlas der Inseln", "Die Uhr")
    series = []
    for k, name in enumerate(names):
        points = [
            Point(_day(n), round(4_200 - 700 * k + 520 * sin(n / (2.1 + k)) + 30 * n * (k % 3)))
            for n in range(20)
        ]
        if k == 1:
            points[6] = Point(_day(6), None, Presence.MISSING)
            points[7] = Point(_day(7), None, Presence.SUPPRESSED)
        series.append(Series(name, tuple(points)))
    name = "Streams ab 30 s" if german else "Streams of 30 s and more"
    title = "Hörbücher im November" if german else "Audiobooks in November"
    return Comparison(title, Measure(name), tuple(series), _FRESH)
