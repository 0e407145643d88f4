"""`manage.py seed`: the reference data of every installation."""

from django.core.management.base import BaseCommand
from django.db import transaction

from anphu.seed import load_reference


class Command(BaseCommand):
    help = "Write the code lists, titles, rule parameters, targets and terms that are missing; change nothing else."

    @transaction.atomic
    def handle(self, *args, **options):
        self.stdout.write(f"{load_reference()} rows written")
