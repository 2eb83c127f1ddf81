"""The variants of a clip, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from formcheck.errors import InputError
from formcheck.messages import Message, _
from formcheck.stress import pictures, streams
from formcheck.stress.streams import Change, picture_by_picture

__all__ = ["AS_IT_IS", "VARIANTS", "Variant", "choose_variants"]


@dataclass(frozen=True, slots=True)
class Variant:
    """A change of a clip under which its verdict should stay as it is.

    Attributes
    ----------
    name : as it is typed and shown.
    what : what is done to the pictures, for people.
    is_mirrored : whether left and right are swapped.
    """

    name: str
    what: Message
    change: Change
    is_mirrored: bool = False


AS_IT_IS = Variant("as-it-is", _("nothing is changed"), streams.keep)


def _list() -> Iterator[Variant]:
    yield Variant("mirrored", _("left and right swapped"), picture_by_picture(pictures.mirror), is_mirrored=True)
    for deg in (-5, -3, 3, 5):
        what = _("turned by {deg} deg", deg=f"{deg:+}")
        yield Variant(f"rotated{deg:+}", what, picture_by_picture(pictures.rotate, deg))
    for factor in (0.5, 0.25):
        what = _("{factor} of its size", factor=factor)
        yield Variant(f"scaled-{factor}", what, picture_by_picture(pictures.scale, factor))
    for factor in (0.5, 0.25, 1.6):
        name = "darkened" if factor < 1 else "brightened"
        what = _("{factor} of its brightness", factor=factor)
        yield Variant(f"{name}-{factor}", what, picture_by_picture(pictures.multiply, factor))
    for percent in (0.5, 1.0):
        what = _("blurred by {percent} % of its height", percent=percent)
        yield Variant(f"blurred-{percent:g}", what, picture_by_picture(pictures.blur, percent / 100))
    for sigma in (10, 25):
        what = _("noise of {sigma} of 255 levels", sigma=sigma)
        yield Variant(f"noisy-{sigma}", what, partial(streams.make_noisy, sigma=sigma))
    for crf in (35, 45):
        what = _("compressed with H.264, crf {crf}", crf=crf)
        yield Variant(f"compressed-{crf}", what, partial(streams.compress, crf=crf))
    for rate_hz in (15, 10):
        what = _("at most {rate} pictures a second", rate=rate_hz)
        yield Variant(f"fps-{rate_hz}", what, partial(streams.keep_rate, rate_hz=rate_hz))
    yield Variant("dropped-20", _("20 % of the pictures missing"), partial(streams.drop, share=0.2))


VARIANTS = {variant.name: variant for variant in _list()}


def choose_variants(names: Sequence[str] = ()) -> tuple[Variant, ...]:
    """Return the variants of these names, each once, in the order in which they are listed; all without a name.

    Raises
    ------
    InputError
        When there is no such variant.
    """
    for name in names:
        if name not in VARIANTS:
            raise InputError(_("{name}: no such variant. There are: {names}.", name=name, names=", ".join(VARIANTS)))
    return tuple(variant for variant in VARIANTS.values() if not names or variant.name in names)
