"""Every address of the program; the nouns bring their own."""

from allauth.account import views as accounts
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from anphu import health, pages

account_urls = [
    path("login/", accounts.login, name="account_login"),
    path("logout/", accounts.logout, name="account_logout"),
    path("inactive/", accounts.account_inactive, name="account_inactive"),
    path("signup/", accounts.signup, name="account_signup"),
    path("reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
    path("password/change/", accounts.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
"""The part of django-allauth that an office without mail needs: a lost password is given anew by an administrator."""

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("day/", pages.set_day, name="set-day"),
    path("language/", set_language, name="set-language"),
    path("account/", pages.account, name="account"),
    path("accounts/", include(account_urls)),
    path("admin/", admin.site.urls),
    path("api/", include("anphu.api_urls")),
    path("", include("planning.urls")),
    path("", include("orgtree.urls")),  # last: whatever stands behind a person may be the name of a section
]
