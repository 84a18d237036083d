"""Answers with a list of which only a part came, in the words of each outside."""

import json
from typing import Any

import httpx2

#: How much of a page is left, at most, where a page is short: one part of so many.
PART = 2


def shortened(request: httpx2.Request, answer: httpx2.Response, left: int) -> httpx2.Response:
    """Return a page of a list with its first `left` rows, which says rightly where the next is.

    Every other answer stays as it is. Where pages are numbered, a short one is a page of a smaller
    size, as a host gives that takes no larger one.
    """
    if request.method != "GET" or answer.status_code != 200:
        return answer
    body = json.loads(answer.content)
    if isinstance(body, list):
        return _numbered(request, answer, body)
    rows = next((name for name, one in _listed(body) if len(one) > left), None)
    if rows is None:
        return answer
    body[rows] = body[rows][:left]
    if "next" in body:  # The Web API says where the next page is; the Ads API how many there are.
        offset = int(request.url.params.get("offset", "0")) + left
        body["next"] = str(request.url.copy_set_param("offset", str(offset)))
    return httpx2.Response(200, json=body, request=request)


def _listed(body: Any) -> list[tuple[str, list[Any]]]:
    """Return the lists of what says that it is a page."""
    if not isinstance(body, dict) or not {"paging", "next"} & body.keys():
        return []
    return [(name, one) for name, one in body.items() if isinstance(one, list)]


def _numbered(request: httpx2.Request, answer: httpx2.Response, body: list[Any]) -> httpx2.Response:
    size, at = (int(request.url.params.get(name, "1")) for name in ("per_page", "page"))
    smaller = size // PART
    if size % PART or len(body) <= smaller:
        return answer
    further = {"per_page": str(smaller), "page": str((at - 1) * PART + 2)}
    headers = {
        "X-Total": answer.headers["X-Total"],
        "Link": f'<{request.url.copy_merge_params(further)}>; rel="next"',
    }
    return httpx2.Response(200, json=body[:smaller], headers=headers, request=request)
