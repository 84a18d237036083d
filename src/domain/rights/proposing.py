"""Which layers something usually contains, for a use: a proposal, never an assumption. Pure.

Nothing is judged by it: what something contains is what somebody declared. The table is ours, from
the layers that podcasts, clips and ads are made of; what is made from a book has a text and a
reading beside them.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from domain.rights.model import Layer, Need, Use


class Thing(StrEnum):
    """What a proposal is for: shows and episodes, files by what they are, titles and works."""

    SHOW = "show"
    EPISODE = "episode"
    AUDIO = "audio"
    IMAGE = "image"
    DOCUMENT = "document"
    BOOK = "book"
    RECORDING = "recording"


_MUSIC = (
    Layer.MUSIC_COMPOSITION_SYNC,
    Layer.MUSIC_COMPOSITION_MECH,
    Layer.MUSIC_COMPOSITION_PERF,
    Layer.MUSIC_MASTER,
)

#: What a recording contains in any case, where nobody declared more.
RECORDED = (Need(Layer.MUSIC_MASTER), Need(Layer.MUSIC_COMPOSITION_PERF))

#: What each thing is made of, whatever is done with it.
_MADE_OF: Mapping[Thing, tuple[Layer, ...]] = MappingProxyType(
    {
        Thing.SHOW: (*_MUSIC, Layer.COVER_ART),
        Thing.EPISODE: (Layer.GUEST_RELEASE, *_MUSIC),
        Thing.AUDIO: (Layer.GUEST_RELEASE, *_MUSIC),
        Thing.IMAGE: (Layer.COVER_ART, Layer.HEADSHOT),
        Thing.DOCUMENT: (),
        Thing.BOOK: (Layer.TEXT_AUDIO_ADAPTATION, Layer.NARRATOR),
        Thing.RECORDING: _MUSIC,
    }
)

#: What is shown or named beside it when it is used so.
_BESIDE: Mapping[Use, tuple[Layer, ...]] = MappingProxyType(
    {
        Use.STREAM: (Layer.COVER_ART,),
        Use.DOWNLOAD: (Layer.COVER_ART,),
        Use.CLIP: (Layer.COVER_ART, Layer.HEADSHOT),
        Use.ADVERTISING: (Layer.BRAND_APPROVAL,),
        Use.IN_STORE: (),
        Use.EVENT: (Layer.BRAND_APPROVAL,),
    }
)

#: What a use does not touch: playing in public makes no copies, and sells none.
_NOT_NEEDED: Mapping[Use, frozenset[Layer]] = MappingProxyType(
    {
        Use.IN_STORE: frozenset({Layer.MUSIC_COMPOSITION_MECH}),
        Use.EVENT: frozenset({Layer.MUSIC_COMPOSITION_MECH}),
    }
)

#: The uses that are made of others, with these.
_WHOLE: Mapping[Use, tuple[Use, ...]] = MappingProxyType(
    {
        Use.ON_DEMAND: (Use.STREAM, Use.DOWNLOAD),
        Use.PROMOTION: (Use.CLIP,),
        Use.PUBLIC_PERFORMANCE: (Use.IN_STORE, Use.EVENT),
        Use.EVERY: tuple(_BESIDE),
    }
)


def proposed(thing: Thing, use: Use, *, from_book: bool = False) -> Sequence[Need]:
    """Return the layers that `thing` usually contains and `use` needs, in the layers' order.

    `from_book` if it is made from a title or work. What there is several of (tracks, guests) is
    for who declares it to tell apart.
    """
    uses = _WHOLE.get(use, (use,))
    made = _MADE_OF[thing] + (_MADE_OF[Thing.BOOK] if from_book else ())
    if not made:
        return ()
    found = {
        layer
        for one in uses
        for layer in {*made, *_BESIDE[one]} - _NOT_NEEDED.get(one, frozenset())
    }
    return [Need(layer, "", frozenset({use})) for layer in Layer if layer in found]
