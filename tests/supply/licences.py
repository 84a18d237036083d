"""Under which licences libraries come, as they say it themselves, and which of them we ship."""

import re
from importlib.metadata import PackageMetadata, metadata

#: What may be shipped. MPL-2.0 asks for its own files' source alone, which nobody changes here.
ALLOWED = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"),
        *("MIT-CMU", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib"),
    }
)

#: Of those that name a licence otherwise than SPDX does: what they mean.
MEANT = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

#: Of those whose metadata say nothing: what the file with their licence says.
SAID_IN_FILE = {"resvg-py": "MIT"}


def licence_of(name: str) -> str:
    """Return the licence of an installed library as an SPDX expression; as it says, if none."""
    found: PackageMetadata = metadata(name)
    classified = [
        one.rpartition(" :: ")[2]
        for one in found.get_all("Classifier") or []
        if one.startswith("License :: ") and not one.endswith("OSI Approved")
    ]
    named = (
        _said(found, "License-Expression") or _said(found, "License") or " AND ".join(classified)
    )
    return MEANT.get(named, named) or SAID_IN_FILE.get(name, "")


def refused(expression: str) -> set[str]:
    """Return what of an SPDX expression may not be shipped; of an OR the choice is ours."""
    choices = [
        {one for one in re.split(r"\s+AND\s+|[()]", choice) if one.strip()} - ALLOWED
        for choice in re.split(r"\s+OR\s+", expression)
    ]
    # Within brackets an OR may stand beside an AND: every name is looked at there.
    if "(" in expression:
        names = {one for one in re.split(r"\s+(?:AND|OR)\s+|[()\s]+", expression) if one}
        return names - ALLOWED - {"AND", "OR"}
    return min(choices, key=len) or set()


def _said(found: PackageMetadata, name: str) -> str:
    return found[name] if name in found else ""  # noqa: SIM401  Its type knows no `get`.
