from django.urls import path
from rest_framework.routers import SimpleRouter

from orgtree.api.belongings import Memberships, Postings
from orgtree.api.bulk import BulkEdits
from orgtree.api.campaigns import Campaigns
from orgtree.api.changes import ChangeRequests
from orgtree.api.imports import Imports
from orgtree.api.people import People
from orgtree.api.read_log import ReadLog
from orgtree.api.rights import RightsRequests
from orgtree.api.sections import Sections
from orgtree.api.units import Units

router = SimpleRouter(use_regex_path=False)
router.register("units", Units, "api-unit")
router.register("people", People, "api-person")
router.register("postings", Postings, "api-posting")
router.register("memberships", Memberships, "api-membership")
router.register("imports", Imports, "api-import")
router.register("change-requests", ChangeRequests, "api-change")
router.register("campaigns", Campaigns, "api-campaign")
router.register("read-log", ReadLog, "api-read")
router.register("rights-requests", RightsRequests, "api-rights-request")

_BULK = "people/bulk/<slug:section>/<slug:item>/"
_SECTION = "people/<int:person>/sections/<slug:section>/"

urlpatterns = [
    *router.urls,
    path(_BULK, BulkEdits.as_view({"post": "create"}), name="api-bulk"),
    path(f"{_BULK}look/", BulkEdits.as_view({"post": "look"}), name="api-bulk-look"),
    path("people/<int:person>/sections/", Sections.as_view({"get": "list"}), name="api-sections"),
    path(_SECTION, Sections.as_view({"get": "retrieve", "post": "create"}), name="api-section"),
    path(
        f"{_SECTION}<int:row>/",
        Sections.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="api-section-row",
    ),
]
