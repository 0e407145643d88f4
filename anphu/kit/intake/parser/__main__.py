"""The half that touches hostile bytes. Runs alone, in a process of its own, with a ceiling on memory and time.

Why a process: the spreadsheet library lays a sheet out as one dense rectangle, so a file of 5 kB with a letter in A1
and one in XFD1048576 asks for 17 billion cells, and a failed allocation inside it ends the whole process, past any
`except`. Here it ends this one, and `files.read` turns that into a sentence. The answer travels as JSON and not as a
pickle: should a file ever take this process over, the worst it can say is wrong data.

Called as `python -I <this directory> <kind> <limits as JSON>` with the file on standard input; needs nothing of Django.
Answers `{"sheets": [...]}` or `{"refused": code}`. A date is a list of one ISO text, so that it differs from a text.
"""

import gc
import json
import resource
import sys

from budget import Refusal


def _bound(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _near_the_ceiling(memory: int) -> bool:
    """Out of memory comes as MemoryError, or as a panic about a null pointer: told from a bad file by what was used."""
    return _most_used() > memory // 2


def _most_used() -> int:
    """Bytes held at the worst moment. Linux lets getrusage tell of the larger process that started this one, too."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(kind: str, limits: dict) -> None:
    """Parse standard input, write one JSON object to standard output."""
    _bound(limits["memory"], limits["seconds"])
    gc.disable()  # makes no cycles, lives for a second, and would walk every cell again and again
    data = sys.stdin.buffer.read()
    if kind == "html":
        from webpages import sheets
    else:
        from spreadsheets import sheets
    try:
        answer = {"sheets": sheets(data, kind, limits)}
    except Refusal as refusal:
        answer = {"refused": refusal.code}
    except BaseException:  # a panic inside the library is no Exception
        answer = {"refused": "file_too_large" if _near_the_ceiling(limits["memory"]) else "file_damaged"}
    text = json.dumps(answer, ensure_ascii=False, check_circular=False)
    if len(text) > limits["characters"]:
        text = '{"refused": "file_too_large"}'
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
