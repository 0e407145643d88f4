"""Base views: every endpoint knows the day it is asked about and starts from what the reader may see."""

import datetime

from django.utils.translation import gettext_lazy as _
from rest_framework import viewsets

from anphu.kit import clock
from anphu.kit.periods import FIRST_DAY, LAST_DAY
from anphu.kit.refusals import Refused


def day_asked(text: str | None) -> datetime.date:
    """The day named by `?on=`, or today. Raises Refused `bad_day` for anything but a real day within reach."""
    if not text:
        return clock.today()
    try:
        day = datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(
            "bad_day",
            _("The day must be a real date between 1930 and 2100, written YYYY-MM-DD, such as 2020-07-07."),
            status=400,
        )
    return day


class OnDay:
    """Mixin of views: `request.on` is the day asked about."""

    def initial(self, request, *args, **kwargs):
        request.on = day_asked(request.query_params.get("on"))
        super().initial(request, *args, **kwargs)


class Rows(OnDay, viewsets.GenericViewSet):
    """Base of every endpoint with rows: starts from what the reader may see on the day asked about."""

    queryset = None

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.queryset.visible_to(self.request.user, self.request.on)
