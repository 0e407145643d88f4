"""`manage.py messages`: bring the Vietnamese catalogue up to date with the sources, without system tools."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from anphu.sentences import outdated, update


class Command(BaseCommand):
    help = "Collect the English sentences of the sources into the Vietnamese catalogue."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something is untranslated")

    def handle(self, *args, check: bool, **options):
        path = settings.LOCALE_PATHS[0] / "vi" / "LC_MESSAGES" / "django.po"
        if not check:
            update(path, settings.BASE_DIR)
        missing = outdated(path, settings.BASE_DIR)
        for line in missing:
            self.stdout.write(line)
        if missing and check:
            raise CommandError(f"{len(missing)} sentences are not translated or no longer used")
