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

    def get_override_parameters(self):
        return [ON] if getattr(self.view, "answers_for_a_day", False) else []
