"""What can be found in a table without asking it anything: gaps, overlaps, rules that never count.

Every column is cut into atoms where cells draw boundaries, within the allowed values. A rule is
then a box of atoms, and boxes are subtracted from each other exactly. Required facts are never
null here, for judging refuses them before. What cannot be known without facts is said to be so.
"""

from domain.decisions.analysis.findings import analyse

__all__ = ["analyse"]
