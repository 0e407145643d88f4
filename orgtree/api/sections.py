"""The parts of one dossier, read and written through the same actions as on the pages.

Values are JSON scalars: text, whole numbers, booleans, ids of related records, decimal numbers as text, dates as
`YYYY`, `YYYY-MM` or `YYYY-MM-DD` as far as they are known, periods as `first day/first day no longer in force`.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status, viewsets
from rest_framework.response import Response

from anphu.kit import names
from anphu.kit.filters import MAX_ID
from anphu.kit.refusals import Refused, insist
from anphu.kit.rest.views import Endpoint
from orgtree.actions import dossiers as writing
from orgtree.actions import reads
from orgtree.choices import ReadKind, Sight, Verb
from orgtree.models import Person
from orgtree.queries import dossiers
from orgtree.queries.dossiers import Dossier
from orgtree.rules.dossiers import why_not_edit, why_not_see
from orgtree.sections import BY_CODE, SECTIONS, Item, Section
from orgtree.sections.values import get, plain, restore

MAX_REASON = 500


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}], "nullable": True})
class Scalar(serializers.Field):
    """A value as JSON keeps it."""

    default_error_messages = {"scalar": _("Send text, a whole number, true, false or null.")}

    def to_internal_value(self, data):
        if data is not None and not isinstance(data, (str, int)):
            self.fail("scalar")
        return data

    def to_representation(self, value):
        return value


class SectionRow(serializers.Serializer):
    """One record. `values` can be sent back; `words` are for people."""

    id = serializers.IntegerField(allow_null=True)
    values = serializers.DictField(child=Scalar(allow_null=True))
    words = serializers.DictField(child=serializers.CharField(allow_blank=True))


class SectionBody(serializers.Serializer):
    """A part of a dossier: `many` rows, or one record that may not be there yet."""

    code = serializers.CharField()
    label = serializers.CharField()
    many = serializers.BooleanField()
    restricted = serializers.BooleanField()
    rows = SectionRow(many=True)


class RowWritten(serializers.Serializer):
    """What to write. `was`: the values as the caller had read them: what others changed meanwhile stays."""

    values = serializers.DictField(child=Scalar(allow_null=True))
    was = serializers.DictField(child=Scalar(allow_null=True), required=False)
    reason = serializers.CharField(max_length=MAX_REASON)


class RowRemoved(serializers.Serializer):
    """What goes with taking out a row, in the body: a reason may name people, and addresses are logged."""

    reason = serializers.CharField(max_length=MAX_REASON)


class Sections(Endpoint, viewsets.ViewSet):
    """The dossier of a person, section by section, as far as the caller sees it. Every reading is logged."""

    verb = Verb.SEE_PEOPLE
    delete_says_why = True

    @extend_schema(responses=SectionBody(many=True))
    def list(self, request, person):
        """Every section that the caller sees."""
        opened = self._opened(person)
        reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=opened.person)
        bodies = [body(opened, section) for section in opened.sections]
        return Response(SectionBody(bodies, many=True).data)

    @extend_schema(responses=SectionBody)
    def retrieve(self, request, person, section):
        """One section."""
        asked = section_of(section)
        insist(why_not_see(request.user, person, asked, request.on))
        opened = self._opened(person, asked)
        reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=opened.person, detail=asked.code)
        return Response(SectionBody(body(opened, asked)).data)

    @extend_schema(request=RowWritten, responses={200: SectionRow, 201: SectionRow})
    def create(self, request, person, section):
        """Add a row to a section of rows; write the record of a section that a person has once."""
        asked = section_of(section)
        written = self._write(person, asked, None)
        return Response(written, status.HTTP_201_CREATED if asked.many else status.HTTP_200_OK)

    @extend_schema(request=RowWritten, responses=SectionRow)
    def partial_update(self, request, person, section, row):
        """Change values of a row; those not sent stay."""
        return Response(self._write(person, list_of(section), row))

    @extend_schema(request=RowRemoved, responses={204: None})
    def destroy(self, request, person, section, row):
        """Take a row out; its history stays."""
        asked = list_of(section)
        sent = RowRemoved(data=request.data)
        sent.is_valid(raise_exception=True)
        insist(why_not_edit(request.user, person, asked, request.on))
        opened = self._with_row(person, asked, row)
        reason = sent.validated_data["reason"]
        writing.remove(actor=request.user, on=request.on, reason=reason, person=opened.person, section=asked, row=row)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _opened(self, person: int, *sections: Section) -> Dossier:
        request = self.request
        opened = dossiers.dossier(person, request.user, request.on, sections or SECTIONS)
        if opened is None:
            raise Http404
        return opened

    def _with_row(self, person: int, section: Section, row: int) -> Dossier:
        opened = self._opened(person, section)
        if opened.row(section, row) is None:
            raise Http404
        return opened

    def _write(self, person: int, section: Section, row: int | None) -> dict:
        request = self.request
        insist(why_not_edit(request.user, person, section, request.on))
        opened = self._opened(person, section) if row is None else self._with_row(person, section, row)
        sent = RowWritten(data=request.data)
        sent.is_valid(raise_exception=True)
        record = writing.save(
            actor=request.user,
            on=request.on,
            reason=sent.validated_data["reason"],
            person=opened.person,
            section=section,
            values=understood(request, section, section.seen_with(opened.restricted), sent.validated_data["values"]),
            row=row,
            was=sent.validated_data.get("was"),
        )
        again = self._opened(person, section)
        reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=again.person, detail=section.code)
        return row_body(again, section, again.row(section, record.pk))


def understood(request, section: Section, allowed: Collection[Item], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent as the model keeps it, for the `allowed` items. Raises Refused `invalid`, a sentence each."""
    values, errors = {}, {}
    for name, kept in sent.items():
        item = section.by_name.get(name)
        if item is None or item not in allowed:
            errors[name] = str(_("This part of the dossier has no such value."))
            continue
        try:
            values[name] = _value(request, section, item, kept)
        except (ValueError, ValidationError):
            errors[name] = str(_("This is no value of this kind."))
    if errors:
        raise Refused("invalid", _("Some of what was sent is not valid; see errors."), status=400, errors=errors)
    return values


def _value(request, section: Section, item: Item, kept: Any) -> Any:
    """Raises ValueError or ValidationError for what no field of this kind holds."""
    field = section.field(item)
    if isinstance(kept, str):
        multiline = isinstance(field, models.TextField)
        kept = names.CONTROL.sub("", kept) if multiline else names.nfc(kept)
    if isinstance(kept, bool) and not isinstance(field, models.BooleanField):
        raise ValueError(kept)
    if isinstance(kept, int) and not -MAX_ID <= kept <= MAX_ID:
        raise ValueError(kept)
    value = restore(section.model, item.name, str(kept) if _is_dated(field) and kept is not None else kept)
    if isinstance(value, DateRange) and (value.lower is None or (value.upper and value.upper <= value.lower)):
        raise ValueError(kept)
    if isinstance(field, models.DateField) and not field.null and not value:
        raise ValueError(kept)
    if field.is_relation and value in (None, ""):
        return None
    if field.is_relation and not 1 <= value <= MAX_ID:
        raise ValueError(kept)
    if field.related_model is Person and not Person.objects.visible_to(request.user, request.on).filter(pk=value):
        raise ValueError(kept)
    return value


def _is_dated(field: models.Field) -> bool:
    return hasattr(field, "range_type") or isinstance(field, models.DateField)


def section_of(code: str) -> Section:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def list_of(code: str) -> Section:
    section = section_of(code)
    if not section.many:
        raise Http404
    return section


def body(opened: Dossier, section: Section) -> dict:
    return {
        "code": section.code,
        "label": section.label,
        "many": section.many,
        "restricted": section.sight == Sight.RESTRICTED,
        "rows": [row_body(opened, section, row) for row in opened.rows(section)],
    }


def row_body(opened: Dossier, section: Section, row: models.Model) -> dict:
    items = section.seen_with(opened.restricted)
    return {
        "id": row.pk,
        "values": {item.name: plain(get(row, item.name)) for item in items},
        "words": {item.name: opened.words(section, row, item) for item in items},
    }
