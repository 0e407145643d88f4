"""The path of one person through all plans."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from orgtree.actions import reads
from orgtree.choices import ReadKind, Verb
from orgtree.models import Person
from planning.pages import pictures
from planning.pages.doors import answer, page
from planning.queries.decisions import readable
from planning.queries.paths import path


@require_safe
@page(Verb.SEE_PLANS)
def person_path(request: HttpRequest, pk: int) -> HttpResponse:
    """Every plan in which the person was, as far as the reader meets them."""
    user, on = request.user, request.on
    person = get_object_or_404(Person.objects.visible_to(user, on), pk=pk)
    stages = path(person, user, on)
    reads.note(reader=user, kind=ReadKind.DOSSIER, person=person, detail=reads.PLANS)
    context = {
        "person": person,
        "stages": stages,
        "readable": readable((pk for stage in stages for pk in stage.decisions), user, on),
        "axis": pictures.path_axis(stages, on) if stages else None,
        "lanes": pictures.path_lanes(stages, on),
        "crumbs": [
            (pgettext("navigation", "People"), reverse("people")),
            (person.full_name, reverse("person", args=[person.pk])),
        ],
        "tabs": [(_("Dossier"), reverse("person", args=[person.pk]), False), (_("In the plans"), request.path, True)],
    }
    return answer(request, "planning/plans/path.html", context)
