from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AnphuConfig(AppConfig):
    name = "anphu"
    verbose_name = "An Phú"


class AdminSiteConfig(AdminConfig):
    default_site = "anphu.administration.AnphuAdminSite"
