"""What belongs to the desk of one user: unfinished forms, kept filters, chosen columns."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit.encryption import EncryptedTextField


class Draft(models.Model):
    """An unfinished form of a user, kept as it was typed (JSON). `place`: which form."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name=_("account"))
    place = models.CharField(_("form"), max_length=120)
    content = EncryptedTextField(_("content"), blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(name="draft_one_a_form", fields=["user", "place"])]

    def __str__(self) -> str:
        return f"{self.place} of {self.user_id}"


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """One's own and the shared ones; a filter opens nothing by itself."""
        return self.filter(Q(user=user) | Q(shared=True))


class SavedFilter(models.Model):
    """A filter of a list with a name. `query`: the query string; personal unless shared."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("account")
    )
    listing = models.CharField(_("list"), max_length=30)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filter"), max_length=2000)
    shared = models.BooleanField(_("shared with everybody"), default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="savedfilter_name_once",
                fields=["user", "listing", "name"],
                violation_error_message=_("You have a saved filter of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ListState(models.Model):
    """How a user last left a list: chosen columns and filter."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_states", verbose_name=_("account")
    )
    listing = models.CharField(_("list"), max_length=30)
    columns = models.JSONField(_("columns"), default=list)
    query = models.CharField(_("filter"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("state of a list")
        verbose_name_plural = _("states of lists")
        constraints = [models.UniqueConstraint(name="liststate_once", fields=["user", "listing"])]

    def __str__(self) -> str:
        return f"{self.listing} of {self.user_id}"
