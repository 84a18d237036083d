"""Performance and leads: an alert with what it started, a rank with its numbers, a lead."""

from typing import Any

from tests.handbook.scenes.titles import TITLE, brought
from tests.handbook.stage import Stage

WORKS = "{ works { edges { node { titles { id name } } } } }"

#: Too few plays, by how many days ago: four days that a threshold of 100 tells of.
LOW = {5: 90, 4: 92, 3: 91, 2: 90}


async def played(stage: Stage) -> None:
    desk = stage.desk
    episode = (await desk.front.there_is("manager"))["shows"][0]["episodes"][0]["id"]
    terms = {"name": "Plays of an episode", "metric": "plays", "kind": "TARGET", "side": "BELOW"}
    terms |= {"warning": "100", "subjectId": episode, "starts": "REQUEST", "work": "REVISION"}
    await desk.runs("Watch", terms=terms)
    await _told(stage, "other", episode, {"plays": LOW})
    await stage.card("w6", "marketing", "performance", "Plays of an episode")
    await brought(stage)
    works = (await desk.asks("manager", WORKS))["works"]["edges"]
    titles = [one for edge in works for one in edge["node"]["titles"]]
    title = next(one["id"] for one in titles if one["name"] == TITLE)
    streams = {ago: 300 if ago < 30 else 200 for ago in range(3, 59)}
    completed = dict.fromkeys(range(3, 31), 180)
    heard = {"streams_60s": streams, "streams_completed": completed}
    await _told(stage, "spotify-creators", title, heard)
    await stage.asked("c5", "AudioFit", 980)
    await _lead(stage)
    await stage.asked("d8", "Leads", 980)


async def _told(stage: Stage, source: str, of: str, values: dict[str, dict[int, int]]) -> None:
    """Bring values of metrics in, each by how many days ago it is of."""
    figures = [
        {"day": f"{{day-{ago}}}", "subject": of, "metric": metric, "value": str(value)}
        for metric, days in values.items()
        for ago, value in days.items()
    ]
    await stage.desk.runs("BringFigures", source=source, figures=figures)


async def _lead(stage: Stage) -> None:
    """Have somebody from outside send the form in which they agree to letters."""
    http = stage.desk.http
    await stage.desk.runs("AllowHost")
    await stage.desk.runs("MakeForm", secondYes=False)
    await stage.desk.runs("LooksFor")
    as_data = {"accept": "application/json"}
    sheet: dict[str, Any] = (await http.get("/join/spring-form", headers=as_data)).json()
    said = {"name": "Pat Sample", "email": "pat@mail.example", "industry": "Coffee"}
    said |= {"country": "de", "agree": "yes", "adult": "yes", "ticket": sheet["ticket"]}
    (await http.post("/join/spring-form", data=said, headers=as_data)).raise_for_status()
