"""Who could be planned for a title: the cadres whom the reader sees, ranked, each clause with its fact and its law."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit.listing import Listing
from orgtree.choices import Verb
from orgtree.models import Person
from orgtree.queries.units import versions_on
from planning.choices import Verdict
from planning.filters import CandidateFilter
from planning.models import PlanEntry, PlanTitle
from planning.pages.doors import asked_id, page
from planning.queries.eligibility import cadres, rules_for, who_could
from planning.queries.planned import introduce


@require_safe
@page(Verb.SEE_PLANS)
def eligibility(request: HttpRequest) -> HttpResponse:
    user, on, asked = request.user, request.on, asked_id(request, "plan_title")
    if asked is None:
        return redirect("plan")
    titles = PlanTitle.objects.visible_to(user, on).select_related("title", "term")
    plan_title = get_object_or_404(titles, pk=asked)
    rule_set = rules_for(None, on)
    ranking = who_could(plan_title, cadres(user, on), user, on, rule_set)
    rows = ranking.rows(Person.objects.visible_to(user, on))
    found = Listing(request, CandidateFilter(request.GET, rows, request=request, ranking=ranking), keep=("plan_title",))
    people = introduce(found.page.object_list, user, on)
    planned = (
        PlanEntry.objects.visible_to(user, on).on(on).filter(plan_title=plan_title).values_list("person", flat=True)
    )
    there = set(planned)
    for person in people:
        person.judged, person.planned = ranking.candidate(person.pk), person.pk in there
    version = versions_on([plan_title.unit_id], on).get(plan_title.unit_id)
    book = ranking.judged.book
    tally = ranking.judged.tally(plan_title)
    context = {
        "people": people,
        "plan_title": plan_title,
        "unit_version": version,
        "rule_set": rule_set,
        "counting": book.counting_date(plan_title),
        "counting_day": book.counting_day(plan_title),
        "tally": [(verdict, tally[verdict]) for verdict in reversed(Verdict)],
        "crumbs": [(_("Plans"), f"{reverse('plan')}?unit={plan_title.unit_id}&term={plan_title.term_id}")],
    }
    return found.render("planning/eligibility/list.html", context)
