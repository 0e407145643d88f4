"""Rows of one file that look like one person without saying the same, judged as pairs of records are.

Only rows are compared in which a birth date (its day and month perhaps exchanged) or the words of a name agree, so that
a whole district costs a fraction of a second. What two rows share is also kept with them: when one is corrected, the
others are judged again.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from anphu.kit import names
from orgtree.intake.rows import Said
from orgtree.queries.duplicates import COMPARED, MOST
from orgtree.rules.likeness import ASK, Face, likeness
from orgtree.sections.values import BIRTH

_SAID_ALREADY = {"repeated", "look_alike"}


def blocks(said: Said) -> list[str]:
    """What rows worth comparing have in common."""
    name, born = said.core("full_name"), said.core(BIRTH)
    shared = [f"words {' '.join(sorted(names.fold(name).split()))}"] if name else []
    if born and born.day:
        first, last = sorted((born.month, born.day))
        shared.append(f"born {born.year} {first} {last}")
    return shared


def blame(rows: Iterable[Said]) -> None:
    """A warning for each row that resembles an earlier one; skipped rows and those said to be new are left alone."""
    met: dict[str, list[tuple[Said, Face]]] = defaultdict(list)
    for said in rows:
        if said.skipped or not said.core("full_name"):
            continue
        face, shared = Face.of({name: said.core(name) for name in COMPARED}), blocks(said)
        if said.picked != 0 and not any(problem["code"] in _SAID_ALREADY for problem in said.problems):
            _compare(said, face, (one for key in shared for one in met[key][-MOST:]))
        for key in shared:
            met[key].append((said, face))


def _compare(said: Said, face: Face, others: Iterable[tuple[Said, Face]]) -> None:
    judged = ((likeness(face, other), one) for one, other in others)
    found, like = max(judged, key=lambda pair: pair[0].score, default=(None, None))
    if found is None or found.score < ASK:
        return
    sentence = _("Row %(row)s of sheet “%(sheet)s” resembles this one: %(reasons)s. See whether they are one person.")
    told = {"row": like.line, "sheet": like.sheet, "reasons": "; ".join(map(str, found.reasons))}
    said.blame("core.full_name", "resembles_row", sentence % told, warning=True)
