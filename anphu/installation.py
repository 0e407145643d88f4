"""A data folder, held by one program at a time, and the environment it gives to everything that is started on it.

Knows no Django: it runs before the settings are read.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from anphu.embedded import Credentials, Servers

ROOT = Path(__file__).resolve().parents[1]
FREE_BYTES = 300_000_000
DEMO_DAY = "2020-07-07"
PASSED_ON = ("DATABASE_URL", "CELERY_BROKER_URL", "ANPHU_DEMO", "ANPHU_TODAY", "HTTPS")


class StartRefused(Exception):
    """Why nothing was started: one sentence in each language."""

    def __init__(self, vietnamese: str, english: str):
        super().__init__(f"{vietnamese} / {english}")


class Installation:
    """The folder `.data`, or another: credentials, servers' files, logs, and whether it holds the demo."""

    def __init__(self, data: Path):
        self.data = data.absolute()
        self.logs = self.data / "log"
        self.run = self.data / "run"
        self._lock: int | None = None

    @classmethod
    def chosen(cls, folder: str | None = None) -> "Installation":
        return cls(Path(folder or os.environ.get("ANPHU_DATA") or ROOT / ".data"))

    def hold(self) -> None:
        """Make the folder and take it until this process ends; raises StartRefused."""
        try:
            self.data.mkdir(parents=True, exist_ok=True, mode=0o711)
            for folder in (self.logs, self.run):
                folder.mkdir(exist_ok=True, mode=0o700)
            self._lock = os.open(self.data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StartRefused(
                f"Không ghi được vào thư mục dữ liệu {self.data}: {error.strerror}; hãy chọn thư mục khác bằng --data.",
                "The data folder cannot be written; choose another with --data.",
            ) from error
        if not self._take_lock():
            raise StartRefused(
                f"Đã có một An Phú khác đang chạy trên dữ liệu {self.data}; hãy dừng nó trước, hoặc dùng --data khác.",
                "Another An Phú is running on this data; stop it first or choose another --data.",
            )
        self._refuse_full_disk()

    def _take_lock(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            os.close(self._lock)
            self._lock = None
            return False

    def _refuse_full_disk(self) -> None:
        free = shutil.disk_usage(self.data).free
        if free < FREE_BYTES:
            raise StartRefused(
                f"Đĩa chứa {self.data} chỉ còn {free // 10**6} MB trống, cần ít nhất {FREE_BYTES // 10**6} MB.",
                "Not enough free disk for the data folder.",
            )

    @property
    def demo(self) -> bool | None:
        """Whether the data are the demo's; None while nobody has said."""
        with suppress(FileNotFoundError):
            return json.loads((self.data / "installation.json").read_text(encoding="ascii"))["demo"]
        return None

    @demo.setter
    def demo(self, value: bool) -> None:
        (self.data / "installation.json").write_text(json.dumps({"demo": value}), encoding="ascii")

    def environment(self, servers: Servers) -> dict[str, str]:
        """What a child needs: the caller's environment, and ours where the caller has said nothing."""
        ours = {
            "ANPHU_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "anphu.settings",
            "HTTPS": "0",  # `up` listens on loopback without TLS
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "SECRET_KEY": Credentials.kept_in(self.data).secret_key,
            **servers.addresses(),
        }
        if self.demo:
            ours |= {"ANPHU_DEMO": "1", "ANPHU_TODAY": DEMO_DAY, "DEBUG": "0"}
        said = {name: value for name, value in os.environ.items() if value or name not in ours}
        return ours | said | {"ANPHU_DATA": str(self.data)}

    @contextmanager
    def published(self, environment: dict[str, str]) -> Iterator[None]:
        """Tell other commands of the same checkout where the running servers are, for as long as they run."""
        told = {name: environment[name] for name in PASSED_ON if name in environment}
        file = self.run / "environment.json"
        file.unlink(missing_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="ascii") as stream:
            json.dump(told, stream)
        try:
            yield
        finally:
            file.unlink(missing_ok=True)

    def told(self) -> dict[str, str]:
        """What `published` told; nothing when no servers are running."""
        with suppress(OSError):  # absent, or another user's
            return json.loads((self.run / "environment.json").read_text(encoding="ascii"))
        return {}


@contextmanager
def servers_for_a_command() -> Iterator[None]:
    """Give a command of `manage.py` its database: the one named in the environment, the one that `up` has running,
    or the embedded servers for as long as the command takes."""
    installation = Installation.chosen()
    if os.environ.get("DATABASE_URL"):
        _adopt_secret_key(installation)
        yield
        return
    try:
        installation.hold()
    except StartRefused:
        told = installation.told()
        if not told:
            raise
        os.environ.update(told)
        _adopt_secret_key(installation)
        yield
        return
    servers = Servers.missing_from(os.environ, installation.data)
    servers.start()
    try:
        os.environ.update(installation.environment(servers))
        yield
    finally:
        servers.stop()


def _adopt_secret_key(installation: Installation) -> None:
    """Commands run by hand use the data folder's own key, where there is one, as the running program does."""
    if not os.environ.get("SECRET_KEY") and os.access(installation.data / "credentials.json", os.R_OK):
        os.environ["SECRET_KEY"] = Credentials.kept_in(installation.data).secret_key
