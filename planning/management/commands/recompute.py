"""`manage.py recompute`: indicators measured anew in this process, as a job that everybody sees; or by a worker."""

import datetime
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from anphu.kit import clock, figures, jobs
from anphu.kit.jobs import Job
from anphu.kit.refusals import Refused
from orgtree.models import Unit
from planning.actions import jobs as actions
from planning.actions import measures
from planning.queries.jobs import described, started_by

SHOWN = 20


class Command(BaseCommand):
    help = "Bring the indicators up to date, or measure them anew. Without options: what changed since."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--on", metavar="DAY", type=_day, help="a day whose values are kept, YYYY-MM-DD")
        parser.add_argument("--unit", metavar="CODE", help="only this unit and everything below it")
        parser.add_argument("--indicator", metavar="CODE", default="", help="only this indicator")
        parser.add_argument("--full", action="store_true", help="everything of the present day, changed or not")
        parser.add_argument(
            "--history", metavar="MONTHS", type=_months, default=0, help="fill in the kept days of so many months"
        )
        parser.add_argument("--queue", action="store_true", help="leave the work to a worker")
        parser.add_argument("--jobs", action="store_true", help="list the latest jobs, and do nothing else")
        parser.add_argument("--stop", metavar="JOB", type=int, help="ask this job to stop, and do nothing else")
        parser.add_argument("--restart", metavar="JOB", type=int, help="queue this job once more, and do nothing else")

    def handle(self, *args, **options) -> None:
        with translation.override("vi"):
            try:
                self._handle(options)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            except KeyboardInterrupt as interrupt:
                raise CommandError("Interrupted; nothing of it was written.", returncode=130) from interrupt

    def _handle(self, options: dict) -> None:
        if options["jobs"]:
            self._list()
        elif options["stop"]:
            self._tell(actions.stop(actor=None, on=clock.today(), job=options["stop"]))
        elif options["restart"]:
            self._tell(actions.restart(actor=None, on=clock.today(), job=options["restart"]))
        else:
            self._recompute(_limits(options), queue=options["queue"])

    def _recompute(self, limits: dict, *, queue: bool) -> None:
        today = clock.today()
        if queue:
            self._tell(measures.recompute(actor=None, on=today, **limits))
            return
        begun = measures.begin(actor=None, on=today, **limits)
        self._tell(begun)
        with jobs.running(begun.pk) as job, jobs.telling(job) as tell:

            def told(progress: int, message: str) -> None:
                self.stdout.write(f"  {progress:3d} % {message}")
                tell(progress, message)

            measures.perform(job, on=today, tell=told)
        self._tell(Job.objects.get(pk=begun.pk))

    def _list(self) -> None:
        for job in Job.objects.select_related("requested_by", "stop_requested_by")[:SHOWN]:
            self._tell(job)

    def _tell(self, job: Job) -> None:
        (row,) = described([job], clock.today())
        lasted = "–" if row.duration is None else figures.duration(row.duration)
        words = (f"#{row.pk}", row.name, *row.limits, row.get_state_display(), f"{row.progress} %", lasted)
        self.stdout.write(" · ".join((*words, started_by(row), *filter(None, (row.message or row.error,)))))


def _limits(options: dict) -> dict:
    """What is asked for, as `actions.measures` takes it."""
    part = bool(options["on"] or options["unit"] or options["indicator"])
    if options["full"] + part + bool(options["history"]) > 1:
        raise CommandError("--full, --history and the limits (--on, --unit, --indicator) are three different things.")
    unit = Unit.objects.filter(code=options["unit"]).first() if options["unit"] else None
    if options["unit"] and unit is None:
        raise CommandError(f"There is no unit with the code {options['unit']}.")
    asked = {"day": options["on"], "unit": unit and unit.pk, "indicator": options["indicator"]}
    return {**asked, "history": options["history"], "full": bool(options["full"] or part or options["history"])}


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("a real date, written YYYY-MM-DD") from error


def _months(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= measures.MOST_MONTHS):
        raise ArgumentTypeError(f"a number of months from 1 to {measures.MOST_MONTHS}")
    return int(text)
