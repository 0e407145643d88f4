"""The schema class that settings name. It imports no view: views import it, through the settings."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

ON = OpenApiParameter(
    "on",
    OpenApiTypes.DATE,
    description=_("The day asked about; today when absent. Writes are refused on any other day."),
)


class Schema(AutoSchema):
    """Every endpoint that answers for a day takes `?on=`."""

    def _get_request_body(self, direction="request"):
        """`delete_says_why` of a view: its DELETE takes a reason; in the body, because it stands in no address."""
        if self.method != "DELETE" or not getattr(self.view, "delete_says_why", False):
            return super()._get_request_body(direction)
        self.method = "POST"  # the framework describes bodies of other methods only
        try:
            return super()._get_request_body(direction)
        finally:
            self.method = "DELETE"

    def get_override_parameters(self):
        return [ON] if getattr(self.view, "answers_for_a_day", False) else []
