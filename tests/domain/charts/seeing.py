"""How colours look: contrast as WCAG counts it, and distances as people see them who miss a cone.

Contrast: WCAG 2.2, "relative luminance" and "contrast ratio". Missing cones: Machado, Oliveira and
Fernandes 2009, severity 1.0, on linear RGB. Distance: CIE 1976, in L*a*b* under D65.
"""

from typing import Literal

Sight = Literal["all", "deutan", "protan"]

_ROWS = tuple[tuple[float, float, float], ...]

_SEEN: dict[Sight, _ROWS] = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}

_TO_XYZ: _ROWS = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)

_WHITE = (0.95047, 1.0, 1.08883)


def linear(color: str) -> list[float]:
    parts = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]


def luminance(color: str) -> float:
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def _times(rows: _ROWS, values: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, values, strict=True)) for row in rows]


def _lab(color: str, sight: Sight) -> tuple[float, float, float]:
    seen = [min(1.0, max(0.0, one)) for one in _times(_SEEN[sight], linear(color))]
    xyz = (one / white for one, white in zip(_times(_TO_XYZ, seen), _WHITE, strict=True))
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: Sight) -> float:
    pairs = zip(_lab(one, sight), _lab(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)
