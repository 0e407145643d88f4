"""The branded administration site; who enters it is a verb of the role table."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from orgtree.choices import Verb


class AnphuAdminSite(AdminSite):
    site_title = _("An Phú administration")
    site_header = _("An Phú administration")
    index_title = _("Administration")

    def has_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_authenticated and request.user.may_somewhere(Verb.ENTER_ADMIN)
