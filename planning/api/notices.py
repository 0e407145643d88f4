"""Notices of the caller."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from anphu.kit.notices import Notice, mark_read
from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import List
from planning.filters.notices import NoticeFilter
from planning.queries.notices import of


class NoticeRow(Row):
    """One message of the program; `address` is the page it leads to, `read_at` null until it has been read."""

    class Meta:
        model = Notice
        fields = ("id", "code", "text", "address", "made_at", "read_at")


class NoticesRead(serializers.Serializer):
    """Which notices have been read; without `notices` all of them."""

    notices = serializers.ListField(child=Id(), allow_null=True, default=None, max_length=500)


class Marked(serializers.Serializer):
    """How many were new."""

    read = serializers.IntegerField()


class Notices(List):
    """What the program told the caller, newest first."""

    model = Notice
    serializer_class = NoticeRow
    filterset_class = NoticeFilter

    def get_queryset(self):
        return of(None) if getattr(self, "swagger_fake_view", False) else of(self.request.user)

    @extend_schema(request=NoticesRead, responses={201: Marked}, filters=False)
    def create(self, request):
        """Mark notices as read."""
        asked = NoticesRead(data=request.data)
        asked.is_valid(raise_exception=True)
        marked = mark_read(request.user, asked.validated_data["notices"])
        return Response({"read": marked}, status.HTTP_201_CREATED)
