from datetime import date

from django.core.management import BaseCommand, CommandError

from anphu.kit import clock
from anphu.kit.refusals import Refused
from orgtree.actions.accounts import new_password
from orgtree.actions.beginnings import begin
from orgtree.choices import ROOT_KINDS, Kind


class Command(BaseCommand):
    help = "Begin with an empty database: found the root unit and an administrator, whose password is printed once."

    def add_arguments(self, parser):
        parser.add_argument("name", help="of the root unit, in full")
        parser.add_argument("--code", default="root", help="of the root unit")
        parser.add_argument("--short-name", default="", help="as lists show it; the name unless given")
        parser.add_argument("--kind", choices=[str(kind) for kind in ROOT_KINDS], default=str(Kind.DISTRICT))
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="day of its founding (today)"
        )
        parser.add_argument("--username", default="admin", help="of the administrator")

    def handle(self, *args, name, short_name, since, username, **options):
        today, password = clock.today(), new_password()
        version = {"name": name, "short_name": short_name or name, "kind": options["kind"]}
        try:
            begin(
                on=today,
                reason="manage.py begin",
                username=username,
                password=password,
                code=options["code"],
                since=since or today,
                **version,
            )
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{username} · {password}")
