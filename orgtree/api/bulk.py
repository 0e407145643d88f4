"""One field changed for many people: first what it would do, then exactly that."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from anphu.kit.filters import MAX_ID
from anphu.kit.rest.views import Endpoint
from orgtree.actions import bulk as actions
from orgtree.actions import reads
from orgtree.api.sections import MAX_REASON, Scalar, understood
from orgtree.choices import Verb
from orgtree.rules.bulk import FIELDS, MOST, Field
from orgtree.sections.values import plain


class Before(serializers.Serializer):
    """A person and what stood in the field."""

    person = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    before = Scalar(allow_null=True)


class Look(serializers.Serializer):
    """Whom to look at, and the value they would get."""

    value = Scalar(allow_null=True)
    people = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=MAX_ID), max_length=MOST)


class Write(serializers.Serializer):
    """`was`: the changes that looking at it answered, each with what stood there; nobody else is changed."""

    value = Scalar(allow_null=True)
    was = Before(many=True, max_length=MOST)
    reason = serializers.CharField(max_length=MAX_REASON)


class Refusal(serializers.Serializer):
    person = serializers.IntegerField()
    detail = serializers.CharField()


class Outlook(serializers.Serializer):
    """What would be written, how many have the value already, and who cannot have it."""

    changes = Before(many=True)
    unchanged = serializers.IntegerField()
    refused = Refusal(many=True)


class Written(serializers.Serializer):
    changed = serializers.IntegerField()


class BulkEdits(Endpoint, viewsets.ViewSet):
    """Fields that many may have in common, named by section and item; at most 1,000 people at once."""

    verb = Verb.EDIT_PEOPLE

    @extend_schema(request=Look, responses=Outlook)
    def look(self, request, section, item):
        """What the change would do. Nothing is written."""
        field, sent = _field(section, item), Look(data=request.data)
        sent.is_valid(raise_exception=True)
        found = actions.look(
            actor=request.user,
            on=request.on,
            people=sent.validated_data["people"],
            field=field,
            value=_value(request, field, sent.validated_data["value"]),
        )
        reads.note_each(reader=request.user, people=found.was, detail=field.section.code)
        changes = [{"person": one.person.pk, "before": plain(one.before)} for one in found.changes]
        refused = [{"person": person.pk, "detail": sentence} for person, sentence in found.refused]
        return Response(Outlook({"changes": changes, "unchanged": found.unchanged, "refused": refused}).data)

    @extend_schema(request=Write, responses=Written)
    def create(self, request, section, item):
        """Write exactly what looking at it answered, or `changed_meanwhile` and nothing."""
        field, sent = _field(section, item), Write(data=request.data)
        sent.is_valid(raise_exception=True)
        done = actions.write(
            actor=request.user,
            on=request.on,
            reason=sent.validated_data["reason"],
            field=field,
            value=_value(request, field, sent.validated_data["value"]),
            was={row["person"]: row["before"] for row in sent.validated_data["was"]},
        )
        return Response(Written({"changed": done}).data)


def _field(section: str, item: str) -> Field:
    if f"{section}.{item}" not in FIELDS:
        raise Http404
    return FIELDS[f"{section}.{item}"]


def _value(request, field: Field, sent):
    """What was sent as the model keeps it. Raises Refused `invalid`."""
    return understood(request, field.section, [field.item], {field.item.name: sent})[field.item.name]
