from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.management import BaseCommand, CommandError, call_command

from anphu.catalogues import compile_catalogues
from anphu.health import migrations_are_missing
from anphu.static_files import collect_if_changed


class Command(BaseCommand):
    help = "Bring database, reference data, static files and catalogues up to date; refuse an unsafe installation."
    requires_system_checks = (Tags.security,)

    def handle(self, *args, **options):
        settings.ANPHU_DATA.mkdir(parents=True, exist_ok=True)
        compile_catalogues()
        collect_if_changed()
        if migrations_are_missing():  # asking takes half as long as `migrate` with nothing to do
            call_command("migrate", interactive=False, verbosity=1, stdout=self.stdout)
        call_command("seed", stdout=self.stdout)
        reasons = run_checks(tags=[Tags.database], include_deployment_checks=True, databases=["default"])
        if reasons:
            raise CommandError("\n".join(str(reason) for reason in reasons))
