"""Notices of a reader."""

from django.db.models import QuerySet

from anphu.kit.notices import Notice


def of(user) -> QuerySet[Notice]:
    """Whatever the program told this account, newest first."""
    return Notice.objects.of(user)
