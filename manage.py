#!/usr/bin/env python3
"""The one door of An Phú: every command starts here, on a machine with nothing but CPython and its venv module.

Until the program runs inside `.venv` (made beside this file) only the standard library may be used, and the syntax
stays old enough for an old Python to read the sentence that refuses it. pip is run as the machine has it configured.
Set ANPHU_VENV=off to use the running interpreter as it is, for instance in a container image that has the packages.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
# Stands while packages are being installed. Found at the start, it says that an installation broke off.
UNFINISHED = os.path.join(VENV, "unfinished")
REQUIREMENTS = {
    "run": ["requirements.txt", "requirements.lock"],
    "test": ["requirements.txt", "requirements.lock", "requirements-test.txt"],
}
# 560 MB of packages with the tests' own, and what pip unpacks beside them.
INSTALL_BYTES = 900_000_000
# These neither read nor write the database, or (up, test, bench) bring their own servers.
WITHOUT_SERVERS = {"up", "test", "bench", "help", "version", "--version", "--help", "-h", "makemessages", "spectacular"}


def refuse(vietnamese, english):
    """End with one sentence, in both languages of the house, and exit status 1."""
    sys.exit(vietnamese + " / " + english)


def main():
    if sys.version_info < (3, 11):
        refuse(
            "Cần Python 3.11 trở lên, đang chạy %d.%d." % sys.version_info[:2],
            "Python 3.11 or newer is needed; this is %d.%d." % sys.version_info[:2],
        )
    speak_utf8()
    if os.name != "posix":
        refuse("Chỉ chạy trên Linux hoặc macOS (hay WSL).", "This runs on Linux or macOS only (or WSL).")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if os.environ.get("ANPHU_VENV") != "off":
        go_inside("test" if command in ("test", "bench") else "run")  # bench measures stock tools beside ours
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anphu.settings")
    execute(command)


def speak_utf8():
    """Vietnamese must come out whatever locale the machine has, or has not."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ["PYTHONUTF8"] = "1"


def execute(command):
    from django.core.management import execute_from_command_line

    if command in WITHOUT_SERVERS:
        return execute_from_command_line(sys.argv)
    from anphu.embedded import ServerFailed
    from anphu.installation import StartRefused, servers_for_a_command

    try:
        with servers_for_a_command():
            return execute_from_command_line(sys.argv)
    except (StartRefused, ServerFailed) as refusal:
        sys.exit(str(refusal))


def go_inside(purpose):
    """Return inside `.venv` with the pinned packages; install them first when the requirement files have changed."""
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    ready = installed(purpose)
    if not ready:
        with alone() as lock:
            if not installed(purpose):
                install(purpose, lock)
    if not (inside and ready):
        os.execv(VENV_PYTHON, [VENV_PYTHON, *sys.orig_argv[1:]])


def installed(purpose):
    try:
        with open(stamp(purpose), encoding="ascii") as file:
            return file.read() == digest(purpose) and not os.path.exists(UNFINISHED) and works()
    except OSError:
        return False


def stamp(purpose):
    return os.path.join(VENV, "installed-" + purpose)


def digest(purpose):
    total = hashlib.sha256()
    for name in REQUIREMENTS[purpose]:
        with open(os.path.join(ROOT, name), "rb") as file:
            total.update(file.read())
    return total.hexdigest()


def works():
    """Whether the interpreter behind `.venv` still exists and may be run by this user."""
    return os.access(VENV_PYTHON, os.X_OK)


@contextmanager
def alone():
    """Hold the checkout, so that two commands started together do not install into one another."""
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Chờ một lệnh khác cài xong các gói / Waiting for another command to finish installing")
        fcntl.flock(folder, fcntl.LOCK_EX)
    yield folder
    os.close(folder)


def install(purpose, lock):
    check_ground()
    say("Cài đặt các gói vào %s (lần đầu mất một hai phút) / Installing packages" % VENV)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # subprocess.run then ends pip as well
    try:
        make_venv(lock)
        pip(purpose, lock)
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, subprocess.CalledProcessError) as error:
        refuse(
            "Không cài được các gói Python (xem phía trên); chạy lại lệnh này sẽ làm tiếp. (%s)" % error,
            "Installing the packages failed, see above; running the command again repairs it.",
        )
    for known in ["run", purpose]:
        with open(stamp(known), "w", encoding="ascii") as file:
            file.write(digest(known))
    os.remove(UNFINISHED)


def check_ground():
    if not os.access(VENV if os.path.isdir(VENV) else ROOT, os.W_OK):
        refuse(
            "Không có quyền ghi vào %s: hãy chạy bằng chủ của thư mục, hoặc chép ra chỗ của mình." % ROOT,
            "No permission to write there: run as the owner of the folder, or work in a copy of your own.",
        )
    if shutil.disk_usage(ROOT).free < INSTALL_BYTES and not os.path.exists(VENV_PYTHON):
        refuse(
            "Đĩa chứa %s còn quá ít chỗ: cần %d MB để cài các gói." % (ROOT, INSTALL_BYTES // 10**6),
            "Not enough free disk to install the packages.",
        )
    try:
        import ensurepip  # noqa: F401 - Debian ships venv without it, and venv then fails halfway
        import venv  # noqa: F401 - only asked whether it is there
    except ImportError:
        refuse(
            "Python này thiếu mô-đun venv; trên Debian/Ubuntu hãy cài gói python3-venv rồi chạy lại.",
            "This Python lacks the venv module; on Debian or Ubuntu install python3-venv.",
        )


def make_venv(lock):
    """An environment with a working interpreter; one that an installation left half-filled is emptied first."""
    broken = os.path.exists(UNFINISHED) or not works()
    os.makedirs(VENV, exist_ok=True)
    with open(UNFINISHED, "w", encoding="ascii"):
        pass
    if broken:
        empty_venv()
        subprocess.run([interpreter(), "-m", "venv", VENV], check=True, pass_fds=[lock])


def empty_venv():
    for entry in os.scandir(VENV):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.path != UNFINISHED:
            os.remove(entry.path)


def interpreter():
    """The running Python; it does not know its own path when it was found without a PATH."""
    return sys.executable or os.path.realpath("/proc/self/exe")


def pip(purpose, lock):
    """Install, letting pip show all it has to say. It keeps the lock, so that one orphaned by SIGKILL is waited for."""
    wanted = os.path.join(ROOT, "requirements-test.txt" if purpose == "test" else "requirements.txt")
    order = ["install", "--requirement", wanted, "--constraint", os.path.join(ROOT, "requirements.lock")]
    subprocess.run([VENV_PYTHON, "-m", "pip", *order], check=True, stdout=sys.stderr, pass_fds=[lock])


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
