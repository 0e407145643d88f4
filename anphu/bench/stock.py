"""What Django gives for nothing: its own admin list of the same people. The floor of the people list."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.urls import path

from anphu import urls
from anphu.kit.listing import PAGE_SIZE
from orgtree.models import Person, User

USERNAME = "stock"

site = AdminSite("stock")


class StockPeople(ModelAdmin):
    list_display = ("full_name", "sex", "birth_date", "ethnic_group", "home_town", "education", "theory")
    list_per_page = PAGE_SIZE
    list_filter = ("sex", "ethnic_group", "education", "theory", "state_management")
    search_fields = ("full_name",)


site.register(Person, StockPeople)

urlpatterns = [path("stock/", site.urls), *urls.urlpatterns]


def reader() -> User:
    """An account that the stock admin lets in; the program itself gives it nothing."""
    return User.objects.get_or_create(username=USERNAME, defaults={"is_staff": True, "is_superuser": True})[0]
