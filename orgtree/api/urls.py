from rest_framework.routers import SimpleRouter

from orgtree.api.belongings import Memberships, Postings
from orgtree.api.people import People
from orgtree.api.units import Units

router = SimpleRouter(use_regex_path=False)
router.register("units", Units, "api-unit")
router.register("people", People, "api-person")
router.register("postings", Postings, "api-posting")
router.register("memberships", Memberships, "api-membership")

urlpatterns = router.urls
