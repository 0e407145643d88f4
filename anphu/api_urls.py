"""Addresses of the API: the nouns of both apps, the caller's account, the schema and its browser page."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from anphu.api_account import MeView, Tokens
from anphu.api_docs import Docs, SchemaView
from anphu.kit.rest.views import Nowhere

account = SimpleRouter(use_regex_path=False)
account.register("tokens", Tokens, "api-token")

urlpatterns = [
    path("v1/", include("orgtree.api.urls")),
    path("v1/", include("planning.api.urls")),
    path("v1/", include(account.urls)),
    path("v1/me/", MeView.as_view(), name="api-me"),
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", Docs.as_view(), name="api-docs"),
    re_path("", Nowhere.as_view(), name="api-nowhere"),
]
