"""The look-alike ad account as a page: what is drafted, what is live, and what people can do.

It is no Spotify and says so. Everything shown is escaped.
"""

import base64
import hashlib
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from connectors.spotify.fake.state import Account, Thing
from domain.clock import Clock

#: How the look-alikes look.
STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:0;background:#f6f7f6;color:#17211b}
header{background:#14532d;color:#f0fdf4;padding:14px 24px}header b{font-size:19px}
.warn{background:#fef3c7;color:#713f12;padding:8px 24px;border-bottom:1px solid #fcd34d}
main{max-width:1080px;margin:24px auto;padding:0 24px}h2{font-size:16px;margin:28px 0 8px}
.card{background:#fff;border:1px solid #dfe5e1;border-radius:10px;padding:14px 18px;margin:10px 0}
.card h3{margin:0 0 4px;font-size:16px}small{color:#5c6b62}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:4px 10px 4px 0;border-top:1px solid #eef1ef;font-size:14px}
form{display:inline-flex;gap:6px;margin:8px 10px 0 0;flex-wrap:wrap}
input{padding:5px 8px;border:1px solid #b8c4bc;border-radius:6px;font:inherit}
button{padding:5px 12px;border:1px solid #14532d;border-radius:6px;background:#fff;font:inherit;
cursor:pointer}button.go{background:#14532d;color:#fff}
.tag{background:#e5ede8;border-radius:20px;padding:1px 9px;font-size:13px}
"""


#: Shows what is new, but never while somebody types.
_RELOAD = """
setInterval(() => {
  const typing = [...document.querySelectorAll("input:not([type=hidden])")].some(
    (field) => field.value !== "" || field === document.activeElement);
  if (!typing) location.reload();
}, 5000);
"""
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; script-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_RELOAD.encode()).digest()).decode()
    + "'"
)


def account_routes(account: Account, clock: Clock) -> list[BaseRoute]:
    """Return the page `/spotify` and what its buttons do."""

    async def show(_: Request) -> Response:
        return HTMLResponse(_page(account), headers={"Content-Security-Policy": _POLICY})

    async def act(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return HTMLResponse("Only this page may do that.", 403)
        async with request.form() as form:
            given = {name: str(value)[:200] for name, value in form.items()}
        _act(account, clock, given)
        return RedirectResponse("/spotify", 303)

    return [Route("/spotify", show), Route("/spotify", act, methods=["POST"])]


def _act(account: Account, clock: Clock, given: dict[str, str]) -> None:
    campaign = given.get("campaign", "")
    if given.get("do") == "edit" and campaign in account.drafts["campaigns"]:
        name = given.get("name") or "Edited in Ads Manager"
        account.edit_in_ads_manager(clock, campaign, name=name)
    elif given.get("do") in {"approve", "reject"} and campaign in account.live["campaigns"]:
        account.moderate(
            campaign,
            approve=given.get("do") == "approve",
            reason=given.get("reason") or "The audio makes a claim it does not support.",
            remedy=given.get("remedy") or "Change the audio and submit it again.",
        )


def _page(account: Account) -> str:
    drafts = "".join(_draft(account, draft) for draft in account.drafts["campaigns"].values())
    live = "".join(_live(account, campaign) for campaign in account.live["campaigns"].values())
    return f"""<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Look-alike ad account</title><style>{STYLE}</style>
<header><b>Ad account</b> <small style="color:#bbf7d0">{escape(account.id)}</small></header>
<div class="warn">This is a look-alike for trying things out. It is not Spotify.</div>
<main><h2>Live campaigns</h2>{live or "<p>Nothing is live.</p>"}
<h2>Drafts</h2>{drafts or "<p>There is no draft.</p>"}
<h2>Files</h2>{_files(account)}
<h2>Change history</h2>{_history(account)}</main><script>{_RELOAD}</script></html>"""


def _draft(account: Account, draft: Thing) -> str:
    version = account.versions.get(draft["id"], 1)
    return f"""<div class="card"><h3>{escape(str(draft.get("name")))}
<span class="tag">draft, version {version}</span></h3>
<small>{escape(str(draft.get("purchase_order", "")))}</small>{_parts(account, draft, "drafts")}
<form method="post"><input type="hidden" name="campaign" value="{escape(draft["id"])}">
<input name="name" aria-label="New name" placeholder="Another name">
<button name="do" value="edit">Edit as somebody in Ads Manager</button></form></div>"""


def _live(account: Account, campaign: Thing) -> str:
    return f"""<div class="card"><h3>{escape(str(campaign.get("name")))}
<span class="tag">live</span></h3>
<small>{escape(str(campaign.get("purchase_order", "")))}</small>{_parts(account, campaign, "live")}
<form method="post"><input type="hidden" name="campaign" value="{escape(campaign["id"])}">
<button class="go" name="do" value="approve">Approve the ads</button></form>
<form method="post"><input type="hidden" name="campaign" value="{escape(campaign["id"])}">
<input name="reason" aria-label="Reason" placeholder="Reason">
<input name="remedy" aria-label="Remedy" placeholder="Remedy">
<button name="do" value="reject">Reject the ads</button></form></div>"""


def _parts(account: Account, campaign: Thing, where: str) -> str:
    levels = account.drafts if where == "drafts" else account.live
    rows = []
    for ad_set in levels["ad_sets"].values():
        if ad_set.get("campaign_id") != campaign["id"]:
            continue
        units = (ad_set.get("budget") or {}).get("micro_amount", 0) / 1_000_000
        ads = [ad for ad in levels["ads"].values() if ad["ad_set_id"] == ad_set["id"]]
        status = [ad.get("status", "draft") for ad in ads]
        flight = (ad_set.get("start_time", ""), ad_set.get("end_time", ""))
        cells = (ad_set.get("name", ""), f"{units:,.2f}", *flight, *status)
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    head = "<tr><th>Ad set<th>Budget<th>From<th>Until<th>Ad</tr>"
    return f"<table>{head}{''.join(rows)}</table>"


def _files(account: Account) -> str:
    rows = []
    for asset in account.assets.values():
        if "width" in asset:
            measure = f"{asset['width']} by {asset['height']} px"
        else:
            measure = f"{asset.get('duration_ms', 0) / 1000:.1f} s"
        cells = (asset["name"], asset.get("file_type", ""), measure, asset["status"].lower())
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    return f"<table>{''.join(rows)}</table>" if rows else "<p>There is no file.</p>"


def _history(account: Account) -> str:
    rows = [
        f"<tr><td>{escape(row['timestamp'])}<td>{escape(row['actor']['name'])}"
        f"<td>{escape(row['operation'].lower())}<td>{escape(str(row['entity_name']))}</tr>"
        for row in account.history[:20]
    ]
    return f"<table>{''.join(rows)}</table>" if rows else "<p>Nothing happened yet.</p>"
