"""The read log: append-only, read by those who watch over readers."""

from rest_framework import serializers

from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from orgtree.filters import ReadFilter
from orgtree.models import DossierRead


class ReadRow(Row):
    """Somebody opened a dossier or carried data away. `rows`: people it was about; `digest`: SHA-256 of the file."""

    reader = Id(source="reader_id", read_only=True)
    reader_name = serializers.CharField(source="reader.username", read_only=True)
    person = Id(source="person_id", read_only=True, allow_null=True)

    class Meta:
        model = DossierRead
        fields = ("id", "at", "reader", "reader_name", "person", "kind", "detail", "purpose", "rows", "digest")


class ReadLog(Records):
    """Newest first; filtered by reader, person, kind and days."""

    model = DossierRead
    verb = Verb.SEE_READ_LOG
    serializer_class = ReadRow
    filterset_class = ReadFilter

    def shape(self, rows):
        return rows.select_related("reader")
