"""Base views: every endpoint knows the day it is asked about and starts from what the reader may see."""

import datetime

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, mixins, permissions, viewsets
from rest_framework.views import APIView

from anphu.kit import clock
from anphu.kit.periods import FIRST_DAY, LAST_DAY
from anphu.kit.refusals import Refused
from anphu.kit.rest.parameters import KnownParameters


def day_asked(text: str | None) -> datetime.date:
    """The day named by `?on=`, or today. Raises Refused `bad_day` for anything but a real day within reach."""
    if text is None:
        return clock.today()
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(
            "bad_day",
            _("The day must be a real date between 1930 and 2100, written YYYY-MM-DD, such as 2020-07-07."),
            status=400,
        )
    return day


class OnDay:
    """Mixin of views: `request.on` is the day asked about. Whoever asks about another day than today only reads."""

    answers_for_a_day = True

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        request.on = day_asked(request.query_params.get("on"))
        if request.method not in permissions.SAFE_METHODS:
            clock.require_today(request.on)


class HoldsVerb(permissions.BasePermission):
    """Some role of the caller includes the `verb` of the view; where it reaches is for `visible_to` and the actions."""

    def has_permission(self, request, view) -> bool:
        verb = getattr(view, "verb", None)
        if verb is None or request.user.may_somewhere(verb):
            return True
        raise Refused("not_allowed", _("Your roles do not include this right: %s.") % verb.label, status=403)


class Endpoint(KnownParameters, OnDay):
    """What all endpoints share. `verb` is the right without which the endpoint answers `not_allowed`."""

    verb = None
    permission_classes = [permissions.IsAuthenticated, HoldsVerb]


class Rows(Endpoint, viewsets.GenericViewSet):
    """Base of every endpoint with rows: starts from what the reader may see on the day asked about.

    `shape` narrows, joins and orders the rows of `model`; `detail_serializer_class` is for one row.
    """

    model = None
    detail_serializer_class = None
    lookup_value_converter = "int"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.shape(self.model.objects.visible_to(self.request.user, self.request.on))

    def shape(self, rows):
        return rows

    def filter_queryset(self, queryset):
        """One row is asked for by its id, and its address knows no filter (KnownParameters)."""
        return queryset if self.detail else super().filter_queryset(queryset)

    def get_serializer_class(self):
        return self.detail_serializer_class if self.answers_one_row() else self.serializer_class

    def answers_one_row(self) -> bool:
        return self.detail_serializer_class is not None and self.action != "list"


class List(mixins.ListModelMixin, Rows):
    """Rows that can be listed."""


class Records(mixins.RetrieveModelMixin, List):
    """Rows that can be listed and read one by one."""


@extend_schema(exclude=True)
class Nowhere(APIView):
    """Whatever no address of the API matches, for any method: a problem document rather than a page."""

    permission_classes = ()
    authentication_classes = ()

    def initial(self, request, *args, **kwargs):
        raise exceptions.NotFound(_("There is no such address. Addresses of the API end with a slash."))
