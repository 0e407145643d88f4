"""Which unit an answer about one unit is for."""

from django.http import Http404

from anphu.kit.filters import is_id
from orgtree.choices import Verb
from planning.queries.units import reached


def unit_asked(request) -> int | None:
    """`?unit=`, or else the caller's own among those whose plans they see; None when nothing is in reach on the day.

    Raises Http404 for a unit out of reach."""
    text = request.query_params.get("unit", "")
    if text and not is_id(text):
        raise Http404(text)
    asked = {"unit": int(text)} if text else {"unit__in": request.user.granted(Verb.SEE_PLANS)}
    found = reached(request.user, Verb.SEE_PLANS, request.on).filter(**asked).first()
    if found is None and text:
        raise Http404(text)
    return found.unit_id if found else None
