"""The catalogue: every indicator, by theme, in the order in which pages show them."""

from planning.indicators.catalogue import coverage, plans, reviews, service, structure, targets, training
from planning.indicators.shapes import Indicator

INDICATORS: tuple[Indicator, ...] = (
    *targets.INDICATORS,
    *structure.INDICATORS,
    *training.INDICATORS,
    *service.INDICATORS,
    *plans.INDICATORS,
    *coverage.INDICATORS,
    *reviews.INDICATORS,
)
