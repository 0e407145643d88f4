"""The worker's sign of life: a row that it renews while it is connected to the broker, busy or not."""

import logging
from collections.abc import Callable

from celery import bootsteps
from django.db import DatabaseError, connection
from django.utils import timezone

NAME = "worker"
EVERY_SECONDS = 10
STALE_SECONDS = 60

log = logging.getLogger(__name__)


def beat(name: str = NAME) -> None:
    """Write the row. A database that is away is only logged: the worker must live to see it return."""
    from anphu.kit.jobs import Heartbeat  # tables can be imported once Django is ready; the queue is made before

    try:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})
    except DatabaseError as error:
        log.warning("no heartbeat written: %s", error)


def forget(name: str = NAME) -> None:
    """Remove the row: a worker that stops in good order is known to be gone at once."""
    from anphu.kit.jobs import Heartbeat  # see above

    try:
        Heartbeat.objects.filter(name=name).delete()
    except DatabaseError as error:
        log.warning("heartbeat not removed: %s", error)


def age() -> float | None:
    """Seconds since the worker's last sign of life; None when there is none."""
    from anphu.kit.jobs import Heartbeat  # see above

    at = Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()
    return None if at is None else (timezone.now() - at).total_seconds()


class HeartbeatStep(bootsteps.StartStopStep):
    """Beats on the consumer's own clock, from the moment it takes tasks until it loses the broker or stops."""

    requires = frozenset({"celery.worker.consumer.tasks:Tasks"})

    def __init__(self, consumer, **options):
        super().__init__(consumer, **options)
        self.timer = None

    def start(self, consumer) -> None:
        self._do(beat)
        self.timer = consumer.timer.call_repeatedly(EVERY_SECONDS, self._do, (beat,))

    def stop(self, consumer) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        self._do(forget)

    @staticmethod
    def _do(write: Callable[[], None]) -> None:
        """The worker's own process forks children, which must not inherit an open connection."""
        write()
        connection.close()
