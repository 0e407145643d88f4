"""Figures for comparison; never a failure, however slow the machine is."""

import json
import subprocess

import psycopg
from django.core.management import BaseCommand, CommandError

from anphu.bench.conductor import measure
from anphu.bench.figures import FIGURES
from anphu.embedded import ServerFailed


class Command(BaseCommand):
    help = "Measure in scratch databases that are made for it, and print one JSON line a figure."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(FIGURES)}; all when none is given")
        parser.add_argument("--scale", default="", metavar="N", help="at this size of `demo --scale` alone")

    def handle(self, *args, names, scale="", **options):
        if unknown := set(names) - set(FIGURES):
            raise CommandError(f"There is no figure {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}.")
        try:
            for line in measure(names, scale):
                self.stdout.write(json.dumps(line, ensure_ascii=False))
                self.stdout.flush()
        except psycopg.errors.InsufficientPrivilege as refusal:
            raise CommandError("The role of DATABASE_URL may not make databases; give it CREATEDB.") from refusal
        except (ServerFailed, psycopg.OperationalError, subprocess.CalledProcessError) as failure:
            raise CommandError(str(failure)) from failure
