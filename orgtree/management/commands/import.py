"""`manage.py import FILE --unit CODE --as USER`: the preview of the page; `--commit` writes what can be written."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from anphu.kit import clock, jobs
from anphu.kit.refusals import Refused
from orgtree.actions import import_writing, imports
from orgtree.choices import RowKind
from orgtree.intake import preview, telling
from orgtree.models import ImportBatch, ImportRow, Unit, User

MOST_TOLD = 50


class Command(BaseCommand):
    help = "Preview a list of dossiers and, with --commit, write the rows that are new or changed."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="code of the unit whose people the file may write")
        parser.add_argument("--as", dest="username", required=True, help="account that imports, with its rights")
        parser.add_argument("--commit", action="store_true", help="write the rows that can be written")
        parser.add_argument("--reason", default="", help="where the list comes from; needed with --commit")

    def handle(self, *args, **options) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        unit = Unit.objects.filter(code=options["unit"]).first()
        if user is None or unit is None:
            raise CommandError("There is no such account." if user is None else "There is no such unit.")
        with translation.override("vi"):
            try:
                batch = self._preview(user, unit, options["file"])
                if options["commit"]:
                    self._write(user, batch, options["reason"])
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal

    def _preview(self, user: User, unit: Unit, path: Path) -> ImportBatch:
        try:
            with path.open("rb") as file:
                batch = preview.receive(actor=user, on=clock.today(), unit=unit.pk, file=file, name=path.name)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(f"#{batch.pk} {path.name}")
        for kind in RowKind:
            self.stdout.write(f"  {kind.label}: {batch.counts.get(kind, 0)}")
        self._tell_problems(batch)
        return batch

    def _tell_problems(self, batch: ImportBatch) -> None:
        place = telling.letters(batch)
        for row in ImportRow.objects.filter(batch=batch, kind=RowKind.ERROR).order_by("number")[:MOST_TOLD]:
            self.stderr.write(telling.reasons(row, place))

    def _write(self, user: User, batch: ImportBatch, reason: str) -> None:
        """In this process, without a worker: whoever runs a command waits for its end."""
        job = imports.accept(actor=user, on=clock.today(), reason=reason, batch=batch.pk)
        with jobs.running(job.pk) as job, jobs.telling(job) as tell:
            written, refused = import_writing.write(actor=user, on=clock.today(), batch=batch.pk, rows=None, tell=tell)
            job.message = telling.outcome(written, refused)
        self.stdout.write(f"  {job.message}")
