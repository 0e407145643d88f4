"""Writing: every save and every deletion carries a reason, and is one gesture of its user."""

import contextlib

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, models
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from anphu.kit import history, jobs, names
from anphu.kit.admin.fields import ReasonField
from anphu.kit.admin.rights import GuardedAdmin, OwnFields

LAST = "last"
"""The fieldset that the template puts after everything else: one says why when one knows what."""


class TrackedForm(forms.ModelForm):
    """A form that does not save without a reason."""

    reason = ReasonField()


def reason_in(request) -> str:
    return names.nfc(request.POST.get("reason", "")) if request.method == "POST" else ""


@contextlib.contextmanager
def gesture(request, verb: str):
    """The writes of this request in the name of its user. Without a reason nothing is entered, and nothing written."""
    reason = reason_in(request)
    if not reason:
        yield
        return
    with history.acting(actor=request.user, verb=verb, reason=reason):
        yield


class TrackedInline(OwnFields, admin.TabularInline):
    """Rows edited with their owner, under the owner's reason and rights."""

    extra = 0

    def owner_may(self, request, obj) -> bool:
        owner = self.admin_site.get_model_admin(self.parent_model)
        return owner.has_add_permission(request) if obj is None else owner.has_change_permission(request, obj)

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj):
        return self.owner_may(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.owner_may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.owner_may(request, obj)


class TrackedAdmin(GuardedAdmin):
    """Rows that holders of `written_with` add, change and (if `deletable` and nothing refers to them) delete."""

    deletable = True
    fixed: tuple[str, ...] = ()
    """Fields that are settled once the row exists, because something else goes by them."""
    form = TrackedForm
    change_form_template = "admin/tracked_change_form.html"

    def within_reach(self, request, obj) -> bool:
        """Whether this reader may write this row; for rows that belong to a unit."""
        return True

    def has_add_permission(self, request):
        return self.may(request, self.written_with)

    def has_change_permission(self, request, obj=None):
        return self.may(request, self.written_with) and (obj is None or self.within_reach(request, obj))

    def has_delete_permission(self, request, obj=None):
        return self.deletable and self.has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj is not None else ()))

    def may_save(self, request, obj) -> bool:
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if self.may_save(request, obj):
            fieldsets.append((None, {"fields": ("reason",), "classes": (LAST,)}))
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not self.may_save(request, obj):
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra = {"show_save_and_add_another": False, "show_save_and_continue": False, **(extra_context or {})}
        try:
            with gesture(request, "add_record" if object_id is None else "change_record"):
                return super().changeform_view(request, object_id, form_url, extra)
        except IntegrityError:
            return self.overtaken(request)

    def delete_view(self, request, object_id, extra_context=None):
        if request.method == "POST" and not reason_in(request):
            self.message_user(request, _("Say why: the deletion is kept in the history."), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        try:
            with gesture(request, "delete_record"):
                return super().delete_view(request, object_id, extra_context)
        except IntegrityError:
            return self.overtaken(request)

    def overtaken(self, request):
        """The forms found nothing wrong, yet the database refused: somebody else was faster."""
        sentence = _("Another change came first, so nothing was written. Look at the record again.")
        self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        jobs.record_changed()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        jobs.record_changed()

    def get_deleted_objects(self, objs, request):
        """Only how many rows refer to it, never which: the reader may not be allowed to see them."""
        referring = [
            f"{relation.related_model._meta.verbose_name_plural}: {count}"
            for obj in objs
            for relation in obj._meta.get_fields(include_hidden=True)
            if relation.auto_created and not relation.concrete and self._holds(relation)
            if (count := self._referring(relation, obj))
        ]
        return [self.describe(obj) for obj in objs], {}, set(), referring

    @staticmethod
    def _holds(relation) -> bool:
        """Versions kept as history do not hold their row."""
        return relation.many_to_many or relation.on_delete is not models.DO_NOTHING

    @staticmethod
    def _referring(relation, obj) -> int:
        return relation.related_model._base_manager.filter(**{relation.field.name: obj}).count()
