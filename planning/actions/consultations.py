"""Bodies are asked about lines, and answer."""

import datetime
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import history
from anphu.kit.notices import notify
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.models import UnitLink, User
from planning.actions.words import tidy
from planning.choices import Answer
from planning.models import Consultation, ConsultedBody, Line
from planning.queries.consultations import answerers, home_units
from planning.rules import consultations as rules

LONGEST_QUESTION = Consultation._meta.get_field("question").max_length
LONGEST_WORDS = Consultation._meta.get_field("words").max_length


@transaction.atomic
def ask(
    *,
    actor: User,
    on: datetime.date,
    lines: Sequence[int],
    question: str,
    body: str = "",
    home: bool = False,
    due: datetime.date | None = None,
) -> list[Consultation]:
    """Put a question about lines (ids) to the body that the rules of their round name by that code, or to the `home`
    unit of each person. All or none.

    A body that was asked about a line already is not asked again. Raises Refused.
    """
    question = tidy(question, LONGEST_QUESTION)
    if not question:
        raise Refused("question_needed", _("Write what you ask."), status=400)
    rows = _lines(actor, on, lines, (Verb.PROPOSE, Verb.APPRAISE) if home else (Verb.APPRAISE,))
    if bool(body) == home:
        raise Refused("ask_one_body", _("Ask one body, or the home unit."), status=400)
    insist(rules.why_not_ask(rows, home, on=on, due=due))
    put = {"question": question, "asked_by": actor, "asked_on": on, "due": due}
    made = _to_homes(rows, on, put) if home else _to_body(body, rows, on, put)
    asked = set(Consultation.objects.filter(line__in=rows).values_list("line", "body__code", "unit"))
    made = [row for row in made if (row.line_id, row.body.code if row.body else None, row.unit_id) not in asked]
    if not made:
        raise Refused("asked_already", _("This body has been asked about that line already."))
    with history.acting(actor=actor, verb="ask_body", reason=question):
        Consultation.objects.bulk_create(made)
    _tell(answerers(made, on), "consultation_asked", rows)
    return made


@transaction.atomic
def answer(*, actor: User, on: datetime.date, consultation: int, answer: str, words: str = "") -> Consultation:
    """Answer a question that was put to the actor; the answer stays. Raises Refused."""
    put = Consultation.objects.put_to(actor, on).filter(pk=consultation)
    row = put.select_for_update(of=("self",)).select_related("line__submission__round", "asked_by").first()
    if row is None:
        raise Refused("not_found", _("That question was not put to you."), status=404)
    words = tidy(words, LONGEST_WORDS)
    insist(rules.why_not_answer(row, user=actor, answer=answer, words=words))
    row.answer, row.words, row.answered_by = answer, words, actor
    row.answered_on, row.answered_at = on, timezone.now()
    with history.acting(actor=actor, verb="answer_question", reason=str(Answer(answer).label)):
        row.save(update_fields=["answer", "words", "answered_by", "answered_on", "answered_at"])
    _tell([row.asked_by], "consultation_answered", [row.line])
    return row


def _lines(actor: User, on: datetime.date, lines: Sequence[int], verbs: Sequence[str]) -> list[Line]:
    """The lines of these ids, in units where the actor holds one of `verbs`."""
    rows = Line.objects.visible_to(actor, on).filter(pk__in=lines)
    granted = [unit for verb in verbs for unit in actor.granted(verb)]
    units = UnitLink.objects.on(on).filter(ancestor__in=granted).values("descendant")
    rows = rows.select_related("submission__round__rule_set", "person").order_by("pk")
    seen = list(rows)
    if not seen or len(seen) != len(set(lines)):
        raise Refused("not_found", _("That line is not within your reach."), status=404)
    if rows.exclude(submission__unit__in=units).exists():
        sentence = _("Your roles do not include this right here: %s.") % Verb(verbs[0]).label
        raise Refused("not_allowed", sentence, status=403)
    return seen


def _to_body(code: str, rows: list[Line], on: datetime.date, put: Mapping) -> list[Consultation]:
    """One question about each line to the body of that code, which every round concerned has to name."""
    rounds = {line.submission.round_id: line.submission.round for line in rows}.values()
    named = [ConsultedBody.objects.under(round.rule_set, on).filter(code=code).first() for round in rounds]
    body = None if None in named else named[0]
    insist(rules.why_not_body(code, body, rows, on))
    return [Consultation(line=line, body=body, role=body.role, unit_id=body.unit_id, **put) for line in rows]


def _to_homes(rows: list[Line], on: datetime.date, put: Mapping) -> list[Consultation]:
    units = _homes(rows, on)
    return [Consultation(line=line, unit_id=units[line.person_id], **put) for line in rows]


def _homes(rows: list[Line], on: datetime.date) -> dict[int, int]:
    units = home_units([line.person_id for line in rows], on)
    for line in rows:
        if line.person_id not in units:
            sentence = _("%(name)s belongs to no organisation today: there is no home unit to ask.")
            raise Refused("home_unknown", sentence % {"name": line.person.full_name})
    return units


def _tell(users: list[User], code: str, lines: list[Line]) -> None:
    """Tell accounts, in the language of the installation, that something was asked or answered: no people named."""
    with translation.override(settings.LANGUAGE_CODE):
        for name in dict.fromkeys(line.submission.round.name for line in lines):
            notify(users, code=code, text=_SAID[code] % {"round": name[:200]}, address=reverse("consultations"))


_SAID = {
    "consultation_asked": gettext_lazy("Your opinion is asked for: %(round)s."),
    "consultation_answered": gettext_lazy("A question of yours was answered: %(round)s."),
}
