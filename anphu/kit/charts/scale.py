"""Numbers as places in a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from anphu.kit.figures import Number


@dataclass(frozen=True)
class Scale:
    """From `bottom` to `top`, the lower and the upper edge of a picture."""

    bottom: float
    top: float

    def height(self, number: Number) -> float:
        """Distance from the upper edge, 0–100: SVG counts downwards."""
        return round(100 - 100 * (float(number) - self.bottom) / (self.top - self.bottom), 2)


def around(numbers: Iterable[float]) -> Scale:
    """A scale with a tenth of its span free above and below; a flat line gets a span of one."""
    numbers = list(numbers)
    span = (max(numbers) - min(numbers)) or 1.0
    return Scale(min(numbers) - span / 10, max(numbers) + span / 10)


def ticks(bottom: float, top: float, most: int = 5, *, least_step: float = 0.0) -> list[float]:
    """Round numbers from `bottom` to `top`, both inside it, at most about `most` of them.

    `least_step` is the finest distance that means anything: 1 where people are counted.
    """
    rough = max((top - bottom) / most, least_step, 1e-9)
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(least_step, next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough - 1e-9))
    first, last = math.ceil(bottom / step - 1e-9), math.floor(top / step + 1e-9)
    return [round(place * step, 6) for place in range(first, last + 1)]


def leaning(at: float) -> str:
    """Words near an end of the picture lean inwards, so that they are never cut off."""
    if at < 8:
        return "start"
    return "end" if at > 92 else "middle"
