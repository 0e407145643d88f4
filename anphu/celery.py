"""The queue: JSON messages that survive the death of a worker, over Redis, Valkey or RabbitMQ.

A task is acknowledged when it has ended, so it may be delivered twice; it starts from rows and is idempotent.
"""

import os
import sys

from celery import Celery, signals
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from anphu.heartbeat import HeartbeatStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anphu.settings")

app = Celery("anphu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,  # what a task has to say is in its Job row
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=3600,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    worker_max_memory_per_child=400_000,  # KB; a child above it is replaced after its task
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_connection_timeout=3,
    # Redis and Valkey hand a message out again when its worker has been silent for so many seconds.
    broker_transport_options={"visibility_timeout": 60, "socket_connect_timeout": 3},
)
app.autodiscover_tasks()
app.steps["consumer"].add(HeartbeatStep)


@signals.worker_init.connect
@signals.beat_init.connect
def refuse_unsafe_start(**kwargs) -> None:
    """Celery logs an exception raised here and goes on; only leaving stops it."""
    from anphu import checks  # reads tables, and Django is ready only now

    try:
        checks.refuse_unsafe_start()
    except ImproperlyConfigured as reason:
        sys.exit(str(reason))
    connection.close()  # the worker is about to fork
