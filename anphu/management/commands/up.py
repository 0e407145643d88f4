import argparse
import logging
import sys

import psycopg
from django.core.management import BaseCommand

from anphu.embedded import ServerFailed
from anphu.installation import Installation, StartRefused
from anphu.startup import Up


def port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("0-65535")
    return number


class Command(BaseCommand):
    help = "Start everything on this machine: database, broker, web server, worker and beat. Ctrl-C stops it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=port, default=8000, help="of the web server on 127.0.0.1 (0: any free one)")
        parser.add_argument("--data", metavar="DIR", help="where database, logs and passwords are kept (.data)")
        parser.add_argument("--empty", action="store_true", help="do not load the demo district")

    def handle(self, *args, port, data, empty, **options):
        logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO, stream=sys.stderr, force=True)
        try:
            Up(Installation.chosen(data), port=port, empty=empty, announce=self.announce).run()
        except (StartRefused, ServerFailed, psycopg.OperationalError) as refusal:
            sys.exit(str(refusal))

    def announce(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
