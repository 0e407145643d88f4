"""The measuring process: `python -m anphu.bench SCALE FIGURE …`. Fills its empty database, prints JSON lines."""

import json
import sys

import django


def main(scale: str, names: list[str]) -> None:
    django.setup()
    from anphu.bench.figures import FIGURES  # after Django is ready, as everything that knows tables

    people = fill(scale)
    for name in names:
        for figure in FIGURES[name].figures():
            sys.stdout.write(json.dumps(figure.line(people), ensure_ascii=False) + "\n")
            sys.stdout.flush()


def fill(scale: str) -> int:
    """Prepare the database and load the demo; returns the number of members on its day.

    Vacuumed, as autovacuum leaves a database within its first minutes: an index is not read alone before that.
    """
    from django.core.management import call_command
    from django.db import connection

    from anphu.bench.figures import LARGE, SMALL
    from anphu.demo.tree import DAY
    from orgtree.models import PartyMembership

    call_command("prepare", stdout=sys.stderr)
    call_command("demo", scale=scale, unplayed=scale not in {str(SMALL), str(LARGE)}, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return PartyMembership.objects.on(DAY).count()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
