"""Grants, needs and questions drawn at random, from few values so that they meet."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from domain.rights.model import (
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Grant,
    Layer,
    Need,
    Provenance,
    Question,
    Scope,
    Status,
    Subject,
    SubjectKind,
    Terms,
    Use,
    Window,
)
from domain.territories import TERRITORIES, Area

SUBJECT = Subject(SubjectKind.EPISODE, "eps_1")
DAY_ONE = datetime(2026, 1, 1, tzinfo=UTC)
#: The territories that grants are drawn over, and one that none of them names.
FEW = ("AT", "DE", "FR", "US")
SEEN = (*FEW, "ZW")
LAYERS = (Layer.NARRATOR, Layer.MUSIC_MASTER, Layer.SALES_TERRITORY)
LANGUAGES = ("de", "de-AT", "en")
CHANNELS = ("spotify", "shops")


def day(number: int) -> datetime:
    return DAY_ONE + timedelta(days=number)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = draw(st.integers(0, 8))
    end = draw(st.sampled_from([End.DATED, End.DATED, End.DATED, End.PERPETUAL, End.UNKNOWN]))
    length = draw(st.integers(1, 6))
    return Window(day(start), day(start + length) if end is End.DATED else None, end)


@st.composite
def areas(draw: st.DrawFn) -> Area:
    whole = draw(st.frozensets(st.sampled_from(FEW), max_size=4))
    if draw(st.integers(0, 5)) == 0:
        return Area(TERRITORIES - whole)
    partly = draw(st.frozensets(st.sampled_from(FEW), max_size=1))
    return Area(whole, partly - whole)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    # Mostly wide: narrow ones that all miss each other show nothing.
    wide = st.just(frozenset({Use.EVERY}))
    some = st.frozensets(st.sampled_from(list(Use)), min_size=1, max_size=2)
    none: st.SearchStrategy[frozenset[str]] = st.just(frozenset())
    return Scope(
        draw(wide | some),
        draw(areas()),
        draw(none | st.frozensets(st.sampled_from(LANGUAGES), max_size=2)),
        draw(none | st.frozensets(st.sampled_from(CHANNELS), max_size=1)),
    )


@st.composite
def grants(draw: st.DrawFn, **fixed: Any) -> Grant:
    effect = fixed.get("effect") or draw(
        st.sampled_from([Effect.PERMIT, Effect.PERMIT, Effect.PERMIT, Effect.PROHIBIT])
    )
    prohibits = effect is Effect.PROHIBIT
    flow = Flow.IN if prohibits else draw(st.sampled_from([Flow.IN] * 5 + [Flow.OUT]))
    duties = (
        {}
        if prohibits
        else draw(st.sampled_from([{}, {}, {Duty.CREDIT: True}, {Duty.FEE_PAID: False}]))
    )
    terms = Terms(
        Exclusivity.NON_EXCLUSIVE if prohibits else draw(st.sampled_from(list(Exclusivity))),
        sublicensable=draw(st.booleans()),
        duties=MappingProxyType(duties),
    )
    return Grant(
        id=f"grt_{draw(st.integers(0, 10**9))}",
        subject=SUBJECT,
        layer=draw(st.sampled_from(LAYERS)),
        effect=effect,
        scope=draw(scopes()),
        window=draw(windows()),
        provenance=Provenance("A house", grantee=draw(st.sampled_from(["", "Others", "Third"]))),
        part=draw(st.sampled_from(["", "", "", "one", "two"])),
        flow=flow,
        status=draw(st.sampled_from([Status.SIGNED] * 4 + [Status.DRAFT, Status.DISPUTED])),
        terms=terms,
    )


lists_of_grants = st.lists(grants(), max_size=8, unique_by=lambda one: one.id)

needs = st.lists(
    st.builds(
        Need,
        st.sampled_from(LAYERS[:2]),
        st.sampled_from(["", "", "one"]),
        st.frozensets(st.sampled_from([Use.ON_DEMAND, Use.IN_STORE]), max_size=1),
    ),
    max_size=3,
)

questions = st.builds(
    Question,
    st.sampled_from([Use.STREAM, Use.STREAM, Use.ON_DEMAND, Use.IN_STORE, Use.EVERY]),
    st.integers(0, 12).map(day),
    st.sampled_from([None, "de", "de-AT"]),
    st.sampled_from([None, "spotify"]),
)
