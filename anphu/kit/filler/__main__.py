"""The half of documents that runs somebody's template, in a process of its own with a ceiling on memory and time.

Why a process: a template of a few kilobytes may repeat a long text for every row within every row, and what comes of
that is known only by making it. Here it ends this process, and `documents.docx` turns that into a sentence.

Called as `python -I <this directory> <limits as JSON>` with template, data and stamp as JSON on standard input; needs
nothing of Django. Answers with the document, or with `{"refused": code, "word": …, "near": …}`.
"""

import base64
import json
import resource
import sys

from filling import Refusal, document


def _bound(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _most_used() -> int:
    """Bytes held at the worst moment; libraries tell of too little memory in many ways, also as a broken document."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _filled(sent: dict, limits: dict) -> bytes:
    data = document(base64.b64decode(sent["template"]), sent["context"], sent["stamp"])
    if len(data) > limits["size"]:
        raise Refusal("too_large")
    return data


def main(limits: dict) -> None:
    """Fill the template on standard input, write the document or the refusal to standard output."""
    _bound(limits["memory"], limits["seconds"])
    try:
        answer = _filled(json.load(sys.stdin.buffer), limits)
    except MemoryError:
        answer = json.dumps(Refusal("too_large").told).encode()
    except Refusal as refusal:
        large = refusal.told["refused"] == "broken" and _most_used() > limits["memory"] // 2
        answer = json.dumps(Refusal("too_large").told if large else refusal.told).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
