"""The catalogue by code. To add an indicator, declare it in `catalogue/` and give it a golden test."""

from planning.indicators.catalogue import INDICATORS
from planning.indicators.shapes import ACTUAL, PERCENT, PLAN, RATIO, Indicator

__all__ = ["ACTUAL", "BY_CODE", "BY_SLUG", "INDICATORS", "PARAMETERS", "PERCENT", "PLAN", "RATIO", "Indicator"]

BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
BY_SLUG = {indicator.slug: indicator for indicator in INDICATORS}
PARAMETERS = tuple(dict.fromkeys(key for indicator in INDICATORS for key in indicator.parameters))
