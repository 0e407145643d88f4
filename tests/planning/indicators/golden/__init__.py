"""Golden rows by theme, as the catalogue is. A new indicator needs one here."""

from tests.planning.indicators.golden import coverage, numbers, reviews, service, structure, targets, training
from tests.planning.indicators.golden.shapes import GOLDEN, Golden

__all__ = ["GOLDEN", "Golden", "coverage", "numbers", "reviews", "service", "structure", "targets", "training"]
