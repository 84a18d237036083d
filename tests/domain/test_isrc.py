"""ISRCs as people write them."""

import pytest

from domain.isrc import ISRC_MAX, plain
from domain.rights.model import Subject, SubjectKind


@pytest.mark.parametrize(
    "given",
    [
        *("GBAAA2400001", "gb-aaa-24-00001", " GB\u2011AAA\u201124\u201100001 "),
        *(
            "ISRC GB AAA 24 00001",
            " isrc GB-AAA-24-00001",
            "ISRC: GBAAA2400001",
            "Isrc-GBAAA2400001",
        ),
    ],
)
def test_an_isrc_has_one_spelling(given: str) -> None:
    assert plain(given) == "GBAAA2400001"
    assert Subject(SubjectKind.RECORDING, given).ref == "GBAAA2400001"


def test_a_recording_of_iceland_keeps_its_country() -> None:
    assert plain("IS-RC1-24-00001") == plain("isrc12400001") == "ISRC12400001"


@pytest.mark.parametrize("given", ["", "GBAAA240000", "GB-AAA-24-0000O", "-" * (ISRC_MAX + 1)])
def test_what_is_none_stays_as_it_was_given(given: str) -> None:
    assert plain(given) == given


def test_an_id_of_anything_else_is_left_alone() -> None:
    assert Subject(SubjectKind.ASSET, "GB-AAA-24-00001").ref == "GB-AAA-24-00001"
