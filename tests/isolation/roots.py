"""What every field of the query is given to ask for what one side has."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.isolation.asking import CORE

#: Fields that stand for themselves.
_ALONE: Mapping[str, Any] = {"first": 20}
_PERIOD = {"from": "2026-11-01", "to": "2026-12-31"}
_TERMS = {
    "name": "Tried",
    "metric": "spend",
    "kind": "TARGET",
    "side": "BELOW",
    "warning": "1",
    "subjectKind": "CAMPAIGN",
}

_WANTED = {
    "use": "STREAM",
    "since": "2026-11-21T09:00:00+00:00",
    "until": "2027-03-01T00:00:00+00:00",
}
_HEARD = {"metric": "plays", "warning": "100000"}


def asked(side: Mapping[str, str], numbers: Mapping[str, int]) -> Iterator[tuple[str, Any]]:
    """Yield every field of the query with what it is given; some several times.

    `side` has the ids of things, by their table; `numbers` those of its request and its case.
    """
    assert CORE.query_type is not None
    aimed = _aimed(side, numbers) | _measured(side) | _newest(side)
    for name, field in CORE.query_type.fields.items():
        plain = {key: value for key, value in _ALONE.items() if key in field.args}
        for given in aimed.get(name, [{}]):
            yield name, plain | given


def _newest(side: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    request, brand = side["request"], side["brand"]
    return {
        "alertsConnection": [{}, {"where": {"subjectId": request}}, {"where": {"brandId": brand}}],
        "thresholdsConnection": [{}, {"where": {"subjectId": request}}],
        "exposuresConnection": [{"kind": "EPISODE", "id": side["episode"]}],
        "launchPlansConnection": [{}, {"where": {"brandId": brand}}],
        "assetsConnection": [{"brandId": brand}],
        "metricsImport": [{"id": side.get("metric_files", "")}],
    }


def _aimed(side: Mapping[str, str], numbers: Mapping[str, int]) -> dict[str, list[dict[str, Any]]]:
    request, brand, show = side["request"], side["brand"], side["show"]
    episode = {"kind": "EPISODE", "id": side["episode"]}
    return {
        "node": [{"id": request}],
        "nodes": [{"ids": [value for value in side.values() if "_" in value][:90]}],
        "resource": [
            {"url": f"http://hub/requests/{numbers['request']}"},
            {"url": f"http://hub/cases/{numbers['case']}"},
        ],
        "request": [{"id": request}],
        "requestByNumber": [{"number": numbers["request"]}],
        "requests": [{}, {"where": {"brandId": brand}}, {"where": {"titleContains": "BBB"}}],
        "showsConnection": [{}, {"where": {"brandId": brand}}],
        "sitesConnection": [{}, {"where": {"brandId": brand}}],
        "accountsConnection": [{}, {"where": {"brandId": brand}}],
        "sites": [{"order": "RISK"}],
        "rights": [episode, {"kind": "ASSET", "id": side["asset"]}, {"kind": "SHOW", "id": show}],
        "titleAvailability": [{"wanted": _WANTED}, {"wanted": _WANTED, "show": ["UNKNOWN"]}],
        "liveAgainstCleared": [{}, {"brandId": brand}],
        "exposure": [{"id": side.get("exposures", "")}],
        "exposures": [episode],
        "drift": [{"showId": show}],
        "showMasters": [{"showId": show}],
        "rightsAgreement": [{"id": side.get("rights_agreements", "")}],
        "expiring": [{"within": 365}],
        "work": [{"id": side.get("works", "")}],
        "launchPlans": [{}, {"brandId": brand}],
        "contributor": [{"id": side.get("contributors", "")}],
        "consents": [
            {"subjectKind": "ACCOUNT", "subjectId": side["account"]},
            {"subjectKind": "CONTRIBUTOR", "subjectId": side.get("contributors", "")},
        ],
        "leads": [{}, {"where": {"brandId": brand}}],
        "lead": [{"id": side.get("leads", "")}],
        "leadProfile": [{"brandId": brand}],
        "search": [{"text": "BBB"}, {"text": "sample"}],
        "promotionPack": [{"requestId": side.get("promotion", request)}],
        "assets": [{"brandId": brand}],
        "decisionTable": [{"table": "campaign_admission"}],
        "simulate": [{"table": "campaign_admission", "facts": {"market": "DE"}}],
        "absences": [{}, {"userId": side["user"]}],
        "case": [{"id": side["case"]}],
        "caseByNumber": [{"number": numbers["case"]}],
        "cases": [
            {},
            {"where": {"brandId": brand}},
            {"where": {"subject": {"kind": "REQUEST", "ref": request}}},
        ],
        "audience": [{"brandId": brand}],
        "accountSegment": [{"accountId": side["account"]}],
        "feedReport": [{"showId": show}],
        "webhook": [{"id": side.get("webhooks", "")}],
    }


def _measured(side: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    request, brand, show = side["request"], side["brand"], side["show"]
    metric = {"subject": request, "metric": "spend", "grain": "DAY", **_PERIOD}
    return {
        "metrics": [metric, metric | {"subject": show}],
        "metricTable": [{"input": {"source": "spotify-ads", "head": ["day", "spend"]}}],
        "campaignReports": [{"requestId": request}],
        "audioFit": [
            {"by": "TITLE", "window": 28},
            {"by": "TITLE", "window": 28, "brand": brand},
        ],
        "tryThreshold": _tried(request, side["episode"]),
        "alerts": [{}, {"subjectId": request}],
        "alert": [{"id": side.get("alerts", "")}],
        "alertChart": [{"id": side.get("alerts", ""), "theme": "LIGHT"}],
        "chart": [
            {"kind": "PACING", "subjects": [request], "theme": "LIGHT"},
            {"kind": "PORTFOLIO", "subjects": [brand], "theme": "LIGHT", **_PERIOD},
            {"kind": "FUNNEL", "subjects": [request], "theme": "LIGHT", **_PERIOD},
        ],
    }


def _tried(request: str, episode: str) -> list[dict[str, Any]]:
    """Return thresholds to try: of all campaigns, of one, and one that would have told."""
    of_one = {"subjectId": episode, "subjectKind": None}
    return [
        {"terms": _TERMS},
        {"terms": _TERMS | {"subjectId": request}},
        {"terms": _TERMS | of_one | _HEARD},
    ]
