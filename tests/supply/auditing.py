"""What pip-audit's answer means."""

from typing import Any

#: What `make audit` ends with.
SOUND, FAULTY, UNASKED = 0, 1, 2


def judged(report: dict[str, Any] | None, said: str) -> tuple[int, list[str]]:
    """Return what to end with, and what to say.

    `report` is pip-audit's JSON; None where it wrote none, then `said` is its last word. pip-audit
    itself calls it success where no index knew any of the names.
    """
    if report is None:
        return UNASKED, [f"NOT AUDITED, nobody could be asked: {said or 'it said nothing'}"]
    known = report["dependencies"]
    faulty = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(mended) or 'none'}"
        for one in known
        for fault in one.get("vulns", ())
        for mended in (fault.get("fix_versions", ()),)
    ]
    skipped = [one["name"] for one in known if "skip_reason" in one]
    if skipped or not known:
        return (
            FAULTY if faulty else UNASKED,
            [*faulty, f"NOT AUDITED: of {len(skipped)} of {len(known)} nobody could be asked."],
        )
    return (FAULTY, faulty) if faulty else (SOUND, [f"{len(known)} audited, no fault is known."])
