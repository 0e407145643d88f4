"""Serializer fields that every noun needs: ids, days, periods, records within the caller's sight."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from anphu.kit.filters import MAX_ID
from anphu.kit.periods import FIRST_DAY, LAST_DAY


class Id(serializers.IntegerField):
    """The key of a record, within what the database can hold."""

    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=MAX_ID, **kwargs)


class Day(serializers.DateField):
    """A calendar day within reach of the records, `YYYY-MM-DD`."""

    def __init__(self, **kwargs):
        super().__init__(input_formats=["iso-8601"], **kwargs)
        self.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


@extend_schema_field(
    {
        "type": "object",
        "description": "`from`: first day in force; `until`: first day no longer in force, null while it lasts.",
        "properties": {
            "from": {"type": "string", "format": "date"},
            "until": {"type": "string", "format": "date", "nullable": True},
        },
        "required": ["from", "until"],
    }
)
class Period(serializers.Field):
    """A half-open range of days, for reading."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value):
        return {"from": value.lower, "until": value.upper}


def _visible(field, model):
    request = field.context["request"]
    return model.objects.visible_to(request.user, request.on)


@extend_schema_field(OpenApiTypes.INT64)
class Visible(Id):
    """The id of a record that the caller may see on the day asked about; becomes the record."""

    default_error_messages = {"unseen": _("There is no such record, or you may not see it.")}

    def __init__(self, model, **kwargs):
        self.model = model
        super().__init__(**kwargs)

    def to_internal_value(self, data):
        row = _visible(self, self.model).filter(pk=self._checked(data)).first()
        if row is None:
            self.fail("unseen")
        return row

    def _checked(self, data) -> int:
        number = super().to_internal_value(data)
        if not 1 <= number <= MAX_ID:
            self.fail("unseen")
        return number

    def run_validators(self, value):
        """The bounds were asked of the number; what is here now is a record."""


class VisibleList(serializers.ListField):
    """Ids of several such records, read by one query; becomes the records in the order of the ids."""

    child = Id()

    def __init__(self, model, **kwargs):
        self.model = model
        super().__init__(max_length=1000, **kwargs)

    def to_internal_value(self, data):
        ids = super().to_internal_value(data)
        rows = _visible(self, self.model).in_bulk(ids)
        if len(rows) != len(set(ids)):
            raise serializers.ValidationError(Visible.default_error_messages["unseen"], code="unseen")
        return [rows[key] for key in dict.fromkeys(ids)]
