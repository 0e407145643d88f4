from allauth.account.signals import password_changed
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class AnphuConfig(AppConfig):
    name = "anphu"
    verbose_name = "An Phú"

    def ready(self) -> None:
        """Register the system checks, and every task by name: whoever enqueues must know it, not only the worker."""
        from anphu import checks  # noqa: F401 - registers on import; tables can be imported only from here on
        from anphu.celery import app
        from anphu.kit import encryption

        app.autodiscover_tasks(force=True)
        password_changed.connect(end_tokens, dispatch_uid="end_tokens")
        post_migrate.connect(encryption.ensure, sender=self, dispatch_uid="first_data_key")


def end_tokens(user, **kwargs) -> None:
    """A new password ends what was opened with the old one."""
    from anphu import tokens

    tokens.revoke_all(user)


class AdminSiteConfig(AdminConfig):
    default_site = "anphu.administration.AnphuAdminSite"
