from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("Personnel planning")

    def ready(self):
        """A dossier on paper says what its person is planned for; orgtree cannot ask, so it is told whom to ask."""
        from orgtree.reports import planned
        from planning.queries.planned_for import planned_for

        planned.tell(planned_for)
