"""Work programmes of committees and the tasks in them."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.refusals import Refused, fitting, insist
from orgtree.models import User
from planning.choices import ItemState, ProgrammeKind
from planning.models import Programme, ProgrammeItem, Term
from planning.rules.committee import first_of_month, why_not_keep

MAX_NAME, MAX_SUBJECT, MAX_RESPONSIBLE, MAX_NOTE = 200, 500, 200, 500


def begin(
    *,
    actor: User,
    on: datetime.date,
    unit: int,
    kind: str,
    name: str,
    term: Term | None = None,
    year: int | None = None,
) -> Programme:
    """A new programme of the committee of `unit` (id): of a year, or of a term. Raises Refused."""
    insist(why_not_keep(actor, unit, on))
    if kind not in ProgrammeKind.values:
        raise Refused("unknown_kind", _("Choose what kind of programme it is."), status=400)
    yearly = kind == ProgrammeKind.YEAR
    if (year is None) == yearly or (term is None) != yearly:
        raise Refused("year_or_term", _("A yearly programme names its year, the others their term."), status=400)
    name = fitting(name, MAX_NAME)
    if not name:
        raise Refused("bad_name", _("Give the programme a name."), status=400)
    try:
        with transaction.atomic(), history.acting(actor=actor, verb="begin_programme", reason=name):
            return Programme.objects.create(unit_id=unit, kind=kind, name=name, term=term, year=year)
    except IntegrityError as error:
        if "programme_unique" in str(error):
            raise Refused("programme_exists", _("This committee already has that programme.")) from error
        raise


@transaction.atomic
def write_item(
    *,
    actor: User,
    on: datetime.date,
    programme: int,
    subject: str,
    responsible: str,
    due: datetime.date,
    note: str = "",
    item: int | None = None,
) -> ProgrammeItem:
    """Add a task, or with `item` change it. `due`: any day of the month in which it is due."""
    row = _programme(actor, on, programme)
    subject, responsible = fitting(subject, MAX_SUBJECT), fitting(responsible, MAX_RESPONSIBLE)
    if not subject or not responsible:
        raise Refused("item_incomplete", _("Say what is to be done and who is responsible."), status=400)
    values = {
        "subject": subject, "responsible": responsible, "due": first_of_month(due), "note": fitting(note, MAX_NOTE)
    }  # fmt: skip
    with history.acting(actor=actor, verb="write_programme_item", reason=row.name):
        if item is None:
            last = row.items.aggregate(last=Max("position"))["last"] or 0
            return row.items.create(position=last + 1, **values)
        task = row.items.filter(pk=item).first()
        if task is None:
            raise Refused("not_found", _("That task is not within your reach."), status=404)
        for name, value in values.items():
            setattr(task, name, value)
        task.save(update_fields=list(values))
        return task


@transaction.atomic
def mark(*, actor: User, on: datetime.date, item: int, state: str, note: str = "") -> ProgrammeItem:
    """Say how far a task is; dropping one needs words."""
    task = ProgrammeItem.objects.visible_to(actor, on).filter(pk=item).select_for_update(of=("self",)).first()
    if task is None:
        raise Refused("not_found", _("That task is not within your reach."), status=404)
    row = _programme(actor, on, task.programme_id)
    if state not in ItemState.values:
        raise Refused("unknown_state", _("Choose how far the task is."), status=400)
    note = fitting(note, MAX_NOTE)
    if state == ItemState.DROPPED and not note:
        raise Refused("reason_needed", _("Say why the task is dropped."), status=400)
    with history.acting(actor=actor, verb="mark_programme_item", reason=note or row.name):
        task.state, task.note = state, note or task.note
        task.save(update_fields=["state", "note"])
    return task


def _programme(actor: User, on: datetime.date, programme: int) -> Programme:
    row = Programme.objects.visible_to(actor, on).filter(pk=programme).first()
    if row is None:
        raise Refused("not_found", _("That programme is not within your reach."), status=404)
    insist(why_not_keep(actor, row.unit_id, on))
    return row
