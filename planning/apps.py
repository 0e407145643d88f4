from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("Personnel planning")

    def ready(self):
        """A dossier on paper says what its person is planned for, and templates of papers of rounds stand beside those
        of dossiers; orgtree cannot ask, so it is told."""
        from orgtree.reports import planned, printed
        from planning.queries.planned_for import planned_for
        from planning.reports.papers.templates import printed_here

        planned.tell(planned_for)
        printed.tell(printed_here())
