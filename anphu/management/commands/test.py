import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.core.management import BaseCommand

from anphu.catalogues import compile_catalogues
from anphu.embedded import ServerFailed, Servers
from anphu.installation import ROOT

PROCESSES = "3"
"""For two cores: one of them mostly waits, for servers that start and browsers that load."""
# With any of these the caller has decided how many processes there are.
OWN_PROCESSES = ("-n", "--numprocesses", "--pdb", "--trace", "no:xdist")


class Command(BaseCommand):
    help = "Run the tests on throwaway servers. Everything after `test` goes to pytest, whose status is returned."
    requires_system_checks = ()

    def run_from_argv(self, argv):
        """Past Django's parser: pytest has its own, and options of the same names."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        compile_catalogues()
        try:
            sys.exit(run_tests(argv[2:]))
        except ServerFailed as failure:
            sys.exit(str(failure))


def run_tests(arguments: Sequence[str]) -> int:
    """Servers, pytest, and nothing left behind. Returns pytest's exit status."""
    given = {"DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")}
    given["CELERY_BROKER_URL"] = os.environ.get("CELERY_BROKER_URL", "")
    with tempfile.TemporaryDirectory(prefix="anphu-test-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # root's servers run as another user, who must find their way through
        data = Path(folder) / "data"
        servers = Servers.missing_from(given, data, throwaway=True)
        try:
            servers.start()
            environment = os.environ | given | servers.addresses() | {"ANPHU_DATA": str(data)}
            del environment["DJANGO_SETTINGS_MODULE"]  # manage.py's; pytest has its own in pyproject.toml
            return subprocess.run(
                [sys.executable, "-m", "pytest", *order(arguments)], cwd=ROOT, env=environment
            ).returncode
        except KeyboardInterrupt:
            return 130
        finally:
            servers.discard()


def order(arguments: Sequence[str]) -> list[str]:
    """pytest's arguments; PROCESSES unless the caller says otherwise, tests of one group staying in one of them."""
    chosen = any(argument.startswith(OWN_PROCESSES) for argument in arguments)
    return list(arguments) if chosen else ["-n", PROCESSES, "--dist", "loadgroup", *arguments]
