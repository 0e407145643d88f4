"""Imports: a file received with its preview, rows corrected, accepted, taken back."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import parsers, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from anphu.kit.sheets import MEDIA_TYPE
from orgtree.actions import imports as actions
from orgtree.actions import reads
from orgtree.choices import ReadKind, RowKind, Verb
from orgtree.filters import ImportFilter, ImportRowFilter
from orgtree.intake import preview, telling
from orgtree.models import ImportBatch, ImportRow


class ImportDetail(Row):
    """An import: `counts` of rows by kind; `mapping`: 0-based position of a column in the file → what it fills."""

    unit = Id(source="unit_id", read_only=True)
    file = serializers.CharField(source="artifact.name", read_only=True)
    digest = serializers.CharField(source="artifact.digest", read_only=True)
    made_by = serializers.CharField(source="made_by.username", read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    mapping = serializers.DictField(child=serializers.CharField(), read_only=True)
    progress = serializers.IntegerField(source="job.progress", read_only=True, allow_null=True, default=None)

    class Meta:
        model = ImportBatch
        fields = (
            "id",
            "unit",
            "file",
            "digest",
            "sheet",
            "state",
            "counts",
            "mapping",
            "problem",
            "reason",
            "progress",
            "made_by",
            "made_at",
            "committed_at",
            "undone_at",
        )


class FileSent(serializers.Serializer):
    """A file of at most 32 MB, and the unit whose people it may write."""

    unit = Id()
    file = serializers.FileField(allow_empty_file=True)


class ProblemTold(serializers.Serializer):
    """What is wrong; `place` names sheet, row and column. A warning does not keep the row from being written."""

    column = serializers.CharField(source="key")
    place = serializers.CharField()
    text = serializers.CharField()
    warning = serializers.BooleanField()


class LineTold(serializers.Serializer):
    """One field before and after, in words; numbers that identify a person are masked."""

    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class RowTold(serializers.Serializer):
    """One row of the preview. `candidates`: ids of people it may mean."""

    id = Id(source="row.pk")
    sheet = serializers.CharField(source="row.sheet")
    line = serializers.IntegerField(source="row.line")
    name = serializers.CharField(source="row.name")
    kind = serializers.ChoiceField(RowKind.choices, source="row.kind")
    skipped = serializers.BooleanField(source="row.skipped")
    written = serializers.BooleanField(source="row.written")
    outcome = serializers.CharField(source="row.outcome")
    person = Id(source="row.matched_id", allow_null=True)
    candidates = serializers.ListField(child=serializers.IntegerField(), source="row.candidates")
    changes = LineTold(many=True, source="lines")
    problems = ProblemTold(many=True)


class RowPage(serializers.Serializer):
    """A page of rows."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RowTold(many=True)


class Correction(serializers.Serializer):
    """Other words in cells (by column key), the person a row means (0: somebody new), or to skip it."""

    cells = serializers.DictField(child=serializers.CharField(max_length=4000, allow_blank=True), default=dict)
    picked = serializers.IntegerField(min_value=0, max_value=2**62, allow_null=True, default=None)
    skipped = serializers.BooleanField(allow_null=True, default=None)


class Acceptance(serializers.Serializer):
    """Why the rows are written; `rows`: only these, all that can be written when absent."""

    reason = serializers.CharField(max_length=300)
    rows = serializers.ListField(child=Id(), allow_null=True, default=None, max_length=20_000)


class Reason(serializers.Serializer):
    """Why it is done."""

    reason = serializers.CharField(max_length=300)


class Columns(serializers.Serializer):
    """Position of a column in the file → the key of what it fills, empty for nothing."""

    mapping = serializers.DictField(child=serializers.CharField(max_length=80, allow_blank=True))


KIND = OpenApiParameter("kind", enum=RowKind.values)


class Imports(Records):
    """Imports into units where the caller may edit dossiers."""

    model = ImportBatch
    verb = Verb.EDIT_PEOPLE
    serializer_class = ImportDetail
    filterset_class = ImportFilter
    parameters = {"rows": ("kind", "page", "page_size")}

    def shape(self, rows):
        return rows.select_related("artifact", "made_by", "job").order_by("-made_at", "-pk")

    def get_parsers(self):
        """Only a file comes as a form; everything else is JSON."""
        method = self.request.method if self.request else ""
        is_upload = self.action_map and self.action_map.get((method or "").lower()) == "create"
        return [parsers.MultiPartParser()] if is_upload else super().get_parsers()

    @extend_schema(request={"multipart/form-data": FileSent}, responses={201: ImportDetail})
    def create(self, request):
        """Receive a file and judge every row; nothing is written to any dossier."""
        asked = FileSent(data=request.data)
        asked.is_valid(raise_exception=True)
        file = asked.validated_data["file"]
        batch = preview.receive(
            actor=request.user, on=request.on, unit=asked.validated_data["unit"], file=file, name=file.name
        )
        return Response(ImportDetail(batch).data, status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[KIND, OpenApiParameter("page", int), OpenApiParameter("page_size", int)], responses=RowPage
    )
    @action(detail=True, methods=["get"], filterset_class=None)
    def rows(self, request, pk):
        """The rows of the preview, before and after."""
        batch = self.get_object()
        rows = ImportRow.objects.visible_to(request.user, request.on).filter(batch=batch).order_by("number")
        found = ImportRowFilter(request.query_params, rows, request=request)
        found.is_valid()
        page = self.paginate_queryset(found.qs)
        return self.get_paginated_response(RowTold(self._told(batch, page), many=True).data)

    @extend_schema(request=Correction, responses=RowTold)
    @action(detail=True, methods=["post"], url_path="rows/<int:row>")
    def row(self, request, pk, row):
        """Correct one row; it is judged again, and so are those that speak of the same person."""
        batch = self.get_object()
        asked = Correction(data=request.data)
        asked.is_valid(raise_exception=True)
        found = preview.correct(actor=request.user, on=request.on, batch=batch, row=row, **asked.validated_data)
        return Response(RowTold(self._told(batch, [found])[0]).data)

    @extend_schema(request=Columns, responses=ImportDetail)
    @action(detail=True, methods=["post"])
    def columns(self, request, pk):
        """Map the columns otherwise; every row is judged again, and the mapping kept for files with these headings."""
        asked = Columns(data=request.data)
        asked.is_valid(raise_exception=True)
        places = {int(at): key for at, key in asked.validated_data["mapping"].items() if at.isdecimal() and len(at) < 6}
        batch = preview.make(actor=request.user, on=request.on, batch=self.get_object(), mapping=places)
        return Response(ImportDetail(batch).data)

    @extend_schema(request=Acceptance, responses={202: ImportDetail})
    @action(detail=True, methods=["post"])
    def commit(self, request, pk):
        """Have the accepted rows written by a worker, all or nothing; `state` and `progress` tell how far it is."""
        asked = Acceptance(data=request.data)
        asked.is_valid(raise_exception=True)
        actions.commit(actor=request.user, on=request.on, batch=pk, **asked.validated_data)
        return Response(ImportDetail(self.get_object()).data, status.HTTP_202_ACCEPTED)

    @extend_schema(request=Reason, responses={202: ImportDetail})
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        """Have everything that the import wrote taken back; refused where something depends on it."""
        asked = Reason(data=request.data)
        asked.is_valid(raise_exception=True)
        actions.undo(actor=request.user, on=request.on, batch=pk, **asked.validated_data)
        return Response(ImportDetail(self.get_object()).data, status.HTTP_202_ACCEPTED)

    def _told(self, batch: ImportBatch, rows) -> list[telling.Shown]:
        """Rows in words; the read log says whose records stood beside them."""
        request = self.request
        told = telling.shown(batch, rows, request.user, request.on)
        reads.note_each(reader=request.user, people=telling.opened(told), detail=f"{reads.IMPORT}: {batch.pk}")
        return told

    @extend_schema(responses={(200, MEDIA_TYPE): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def rejected(self, request, pk):
        """A workbook of the rows that were not written, with the reason of each."""
        batch = self.get_object()
        rows = ImportRow.objects.visible_to(request.user, request.on).filter(batch=batch, written=False)
        file, count = telling.rejected_file(batch, rows.order_by("number"))
        reads.note(reader=request.user, kind=ReadKind.LIST, detail=f"import {batch.pk}", rows=count)
        return FileResponse(file, as_attachment=True, filename=f"khong-nhap-{pk}.xlsx", content_type=MEDIA_TYPE)
