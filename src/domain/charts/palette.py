"""The colours of both themes: legible, and told apart by those who do not see all colours.

Tests hold it: text stands out 4.5 to 1 from what it lies on, and marks 3 to 1 (WCAG 2.2, 1.4.3 and
1.4.11); colours that mean different things stay apart for deuteranopes and protanopes. Nothing is
told by colour alone: lines have dashes and marks, verdicts have shapes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.charts.model import Theme, Verdict


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme, as `#rrggbb`.

    `ground` is what everything lies on, `ink` and `muted` are text, `rule` is grid; `actual` is
    what was measured, `veil` what lies over days without data, `tint` the band around a plan or a
    target; `series` tells titles apart.
    """

    ground: str
    ink: str
    muted: str
    rule: str
    actual: str
    plan: str
    veil: str
    tint: str
    series: tuple[str, ...]
    verdicts: Mapping[Verdict, str]


def _verdicts(met: str, breached: str, recovering: str, unknown: str) -> Mapping[Verdict, str]:
    return MappingProxyType(
        {
            Verdict.MET: met,
            Verdict.BREACHED: breached,
            Verdict.RECOVERING: recovering,
            Verdict.UNKNOWN: unknown,
        }
    )


#: By theme.
PALETTES: Mapping[Theme, Palette] = MappingProxyType(
    {
        Theme.LIGHT: Palette(
            ground="#ffffff",
            ink="#1b1f24",
            muted="#57606a",
            rule="#e3e7eb",
            actual="#0b63b0",
            plan="#57606a",
            veil="#eef0f3",
            tint="#dfe9f3",
            series=("#1972f0", "#d46d0f", "#0a9d7b", "#670467", "#211e00"),
            verdicts=_verdicts("#0b63b0", "#a01b2b", "#c77700", "#6b7280"),
        ),
        Theme.DARK: Palette(
            ground="#1a1d21",
            ink="#f0f2f4",
            muted="#aab3bc",
            rule="#33393f",
            actual="#5ab4f0",
            plan="#aab3bc",
            veil="#262b31",
            tint="#22384a",
            series=("#3d8bfa", "#f76c0c", "#cefff0", "#a476a2", "#f5ffa1"),
            verdicts=_verdicts("#5ab4f0", "#ff7a6b", "#f5c044", "#9aa4af"),
        ),
    }
)
