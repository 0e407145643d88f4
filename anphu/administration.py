"""The branded administration site; who enters it is a verb of the role table, and everybody signs in at one door."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from anphu.kit.admin.events import EventAdmin
from anphu.kit.admin.rights import GuardedAdmin, LabelledAutocomplete
from orgtree.choices import Verb


class AnphuAdminSite(AdminSite):
    site_title = _("An Phú administration")
    site_header = _("An Phú administration")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Libraries register lists that ask Django's permissions, which are none of ours: they stay out."""
        if admin_class is not None and issubclass(admin_class, GuardedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_authenticated and request.user.may_somewhere(Verb.ENTER_ADMIN)

    def login(self, request, extra_context=None) -> HttpResponse:
        """The one sign-in page, with its rate limits and second factor. Whoever is signed in already may not enter."""
        asked = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
        address = asked if safe else reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(address)
        if request.user.is_authenticated:
            raise PermissionDenied
        return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': address})}")

    def logout(self, request, extra_context=None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")

    def autocomplete_view(self, request) -> HttpResponse:
        return LabelledAutocomplete.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None) -> list[dict]:
        """The lists of each app, and all histories together at the end."""
        groups = super().get_app_list(request, app_label)
        histories = []
        for group in groups:
            kept = []
            for entry in group["models"]:
                owner = self.get_model_admin(entry["model"])
                if isinstance(owner, EventAdmin):
                    histories.append({**entry, "name": owner.title})
                else:
                    kept.append(entry)
            group["models"] = kept
        groups = [group for group in groups if group["models"]]
        if histories:
            groups.append({"name": _("History"), "app_label": "history", "app_url": "", "models": histories})
        return groups
