"""The branded administration site; who enters it is a verb of the role table, and everybody signs in at one door."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from anphu.kit.admin.events import EventAdmin
from anphu.kit.admin.rights import GuardedAdmin, LabelledAutocomplete
from anphu.kit.names import word_key
from orgtree.choices import Verb
from orgtree.sections import CORE, SECTIONS

GROUPS = (
    (
        _("Workflow"),
        ("planning.Round", "planning.Submission", "planning.Line", "planning.Decision", "planning.StateChange"),
    ),
    (_("Accounts and records"), ("orgtree.User", "orgtree.Unit", "orgtree.Person")),
    (_("Parts of dossiers"), tuple(section.model._meta.label for section in SECTIONS if section is not CORE)),
    (
        _("Rules"),
        (
            *("planning.RuleSet", "planning.RuleParameter", "planning.LegalDocument", "planning.Target"),
            *("orgtree.TitleStandard", "planning.StandardClause", "planning.CountingDate", "planning.RetirementAge"),
            *("orgtree.DossierParameter", "orgtree.RightsDeadline"),
        ),
    ),
    (
        _("Reference data"),
        (
            *("planning.Term", "planning.PlanTitle", "orgtree.Title", "orgtree.CodeEntry", "orgtree.EthnicGroup"),
            *("orgtree.Religion", "orgtree.Holiday"),
        ),
    ),
)
"""The lists of the first page in the order of use; histories follow by themselves."""


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

    def get_urls(self):
        """Without the shortcut from any row to its public page: no list has one."""
        return [entry for entry in super().get_urls() if getattr(entry, "name", "") != "view_on_site"]

    def get_app_list(self, request, app_label=None):
        """Worked out where it is shown: Django gives it to every page, and with no sidebar only the first has it."""
        return SimpleLazyObject(lambda: self._groups(request, app_label))

    def _groups(self, request, app_label) -> list[dict]:
        """Lists by what people come for, not by the module that they live in."""
        entries = [entry for app in super().get_app_list(request, app_label) for entry in app["models"]]
        named = {entry["model"]._meta.label: entry for entry in entries}
        groups = [(title, [named[label] for label in labels if label in named]) for title, labels in GROUPS]
        groups.append((_("History"), self._histories(entries)))
        return [
            {"name": title, "app_label": app_label or "", "app_url": "", "has_module_perms": True, "models": rows}
            for title, rows in groups
            if rows
        ]

    def _histories(self, entries: list[dict]) -> list[dict]:
        owners = [(entry, self.get_model_admin(entry["model"])) for entry in entries]
        found = [{**entry, "name": owner.title} for entry, owner in owners if isinstance(owner, EventAdmin)]
        return sorted(found, key=lambda entry: [word_key(word) for word in str(entry["name"]).split()])
