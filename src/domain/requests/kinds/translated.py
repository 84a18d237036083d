"""What an episode brings in other languages than the one that is spoken. Pure."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import Invalid
from domain.language_tags import TAG_MAX, canonical, known
from domain.requests.kinds.base import Id

#: The most languages beside the one that is spoken. Ours: more than any show here is read in.
TRANSLATIONS_MAX = 20

Text = Annotated[str, Field(min_length=1, max_length=500)]


class Translation(BaseModel):
    """The disclaimers and the transcript of an episode in a language that is not spoken in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    language: Annotated[
        str, Field(min_length=2, max_length=TAG_MAX, description="Their language, as BCP 47.")
    ]
    disclaimers: Annotated[
        tuple[Text, ...],
        Field(max_length=10, description="Legal disclaimers: 10 of up to 500 characters."),
    ] = ()
    transcript_asset_id: Annotated[
        Id | None,
        Field(description="The transcript, a DOCUMENT; feeds show WebVTT, SubRip and plain text."),
    ] = None

    @property
    def tag(self) -> str:
        """The language in its one spelling, or as it was given where nobody knows it."""
        return known(self.language) or self.language


def files_of(translations: Sequence[Translation]) -> dict[str, str]:
    """Return the transcripts that there are, by what names each: `transcript_fr_asset_id`."""
    return {
        field_of(one.tag): one.transcript_asset_id
        for one in translations
        if one.transcript_asset_id
    }


def field_of(tag: str) -> str:
    """Return what names the transcript in a language among the files of a brief."""
    return f"transcript_{tag}_asset_id"


def paths_of(translations: Sequence[Translation]) -> Mapping[str, tuple[str, ...]]:
    """Return where in a brief each transcript stands, by what names it."""
    return {
        field_of(one.tag): ("translations", str(at), "transcript_asset_id")
        for at, one in enumerate(translations)
    }


def problems(translations: Sequence[Translation]) -> list[Invalid]:
    """Return which languages nobody knows or stand there twice, and which bring nothing."""
    found, tags = [], [one.tag for one in translations]
    for at, one in enumerate(translations):
        path = ("translations", str(at))
        try:
            canonical(one.language, (*path, "language"))
        except Invalid as error:
            found.append(error)
        if one.tag in tags[:at]:
            said = f"There is something in {one.tag} already; put both together."
            found.append(Invalid("named_twice", said, (*path, "language")))
        if not one.disclaimers and one.transcript_asset_id is None:
            said = "This brings nothing; add disclaimers or a transcript, or leave it out."
            found.append(Invalid("nothing_translated", said, path))
    return found
