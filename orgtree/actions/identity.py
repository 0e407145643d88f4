"""Two records of one person become one, and two again; two people who only look like one are remembered as two.

Whatever refers to a person is found by walking the relations of the model, so that tables of other apps come along
unnamed. The record given up keeps what tells about the record itself (who read and confirmed it) and nothing that
would make it appear among people.
"""

import datetime
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import history, jobs
from anphu.kit.refusals import Refused, insist
from orgtree.models import Confirmation, DossierRead, ImportRow, Merge, NotSame, Person
from orgtree.queries.merging import told
from orgtree.queries.records import Names, names_of
from orgtree.rules.dossiers import why_not_edit
from orgtree.sections import BY_MODEL, CORE, SECTIONS, Section
from orgtree.sections.values import columns, get, plain, put, restore, same

MAX_REASON = 500
STAYING = (Confirmation, DossierRead, ImportRow, Merge, NotSame)
"""What was said and read of a record at its time, by that record; and where an import put it."""
UNIQUE = ("identity_number", "party_card")
"""Fields of the core that two records cannot hold at once. The record given up loses them: a number that nobody is seen
to have must not keep anybody from getting it."""


@dataclass(frozen=True)
class Choices:
    """`take`: (section code, field) whose value of the record given up shall stand; otherwise the kept one's stands.
    `leave`: (section code, row id) of either record that shall not be in the dossier; all other rows are."""

    take: frozenset[tuple[str, str]] = frozenset()
    leave: frozenset[tuple[str, int]] = frozenset()


@dataclass
class Moved:
    """What a merge did, to be taken back from the end: rows that changed hands or were taken out, fields set."""

    moved: list[tuple[str, str, list[int]]] = field(default_factory=list)
    removed: list[tuple[str, list[dict]]] = field(default_factory=list)
    set: list[tuple[str, int, dict[str, tuple]]] = field(default_factory=list)

    def stored(self) -> str:
        return json.dumps({"moved": self.moved, "removed": self.removed, "set": self.set})

    @classmethod
    def read(cls, text: str) -> "Moved":
        return cls(**json.loads(text))


@transaction.atomic
def merge(*, actor, on: datetime.date, reason: str, kept: int, gone: int, choices: Choices | None = None) -> Merge:
    """The record `gone` (id) is the person `kept`: everything that refers to it refers to the kept record from now on.

    Raises Refused `rows_collide` when rows of both cannot stand together and none is left out, and `unsettled` when
    both stand where somebody else must decide first, such as twice in a plan.
    """
    reason = _tidy(reason)
    choices = choices or Choices()
    left, right = _both(actor, on, kept, gone)
    with history.acting(actor=actor, verb="merge_people", reason=reason):
        row = Merge.objects.create(kept=left, gone=right, by=actor)
        done = Moved()
        for section in SECTIONS:
            _leave_out(section, choices, left, right, done)
        for section in SECTIONS:
            if not section.many:
                _take(section, choices, left, right, done)
        for model, name in references():
            _hand_over(model, name, left, right, done, partial(names_of, user=actor, on=on))
        if not Person.objects.visible_to(actor, on).filter(pk=kept).exists():
            raise Refused("belongs_nowhere", _("Nobody would see the person any more; leave a membership or a post."))
        row.moved = done.stored()
        row.save(update_fields=["moved"])
    jobs.record_changed()
    return row


@transaction.atomic
def unmerge(*, actor, on: datetime.date, reason: str, merge: int) -> Merge:
    """Take the merge (id) back: every row that was moved, taken out or set is as it was before it.

    Raises Refused, naming what stands in the way, when something that the merge touched was changed after it.
    """
    reason = _tidy(reason)
    row = Merge.objects.select_for_update().filter(pk=merge).first()
    if row is None:
        raise Refused("not_found", _("There is no such merge within your reach."), status=404)
    insist(why_not_edit(actor, row.kept_id, CORE, on))
    if row.undone_at is not None:
        raise Refused("already_undone", _("This merge has been taken back already."))
    _locked(row.kept_id, row.gone_id)
    if Merge.objects.filter(gone=row.kept_id, undone_at=None).exists():
        raise Refused("given_up_since", _("The record kept here was itself merged into another since; begin there."))
    done = Moved.read(row.moved)
    with history.acting(actor=actor, verb="unmerge_people", reason=reason):
        row.undone_at, row.undone_by = timezone.now(), actor
        row.save(update_fields=["undone_at", "undone_by"])
        _hand_back(row, done)
        for label, pk, fields in reversed(done.set):
            _reset(apps.get_model(label), pk, fields)
        for label, rows in reversed(done.removed):
            _put_back(apps.get_model(label), rows)
        row.moved = ""
        row.save(update_fields=["moved"])
    jobs.record_changed()
    return row


@transaction.atomic
def not_same(*, actor, on: datetime.date, reason: str, one: int, other: int) -> NotSame:
    """Remember that two records (ids) are two people. Said twice is said once. Raises Refused."""
    _both(actor, on, one, other)
    with history.acting(actor=actor, verb="not_same_person", reason=_tidy(reason)):
        first, second = sorted((one, other))
        pair, _made = NotSame.objects.get_or_create(one_id=first, other_id=second, defaults={"by": actor})
    return pair


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Every model and field of any app that refers to a person and follows it into another record."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            model = relation.related_model
            if model not in STAYING and not hasattr(model, "pgh_tracked_model"):
                yield model, relation.field.name


def _tidy(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused("needs_reason", _("Say why; the history keeps it."), status=400)
    if len(reason) > MAX_REASON:
        sentence = _("The reason is longer than %(max)d characters; shorten it.") % {"max": MAX_REASON}
        raise Refused("too_long", sentence, status=400)
    return reason


def _both(actor, on: datetime.date, one: int, other: int) -> tuple[Person, Person]:
    """Both records, locked, when the actor edits both and neither was given up."""
    if one == other:
        raise Refused("same_record", _("These are not two records but one."), status=400)
    for pk in (one, other):
        insist(why_not_edit(actor, pk, CORE, on))
    rows = _locked(one, other)
    if Merge.objects.filter(gone__in=[one, other], undone_at=None).exists():
        raise Refused("given_up", _("One of the two records was given up in a merge meanwhile; open the list again."))
    return rows[one], rows[other]


def _locked(one: int, other: int) -> dict[int, Person]:
    return {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=[one, other]).order_by("pk")}


def _leave_out(section: Section, choices: Choices, left: Person, right: Person, done: Moved) -> None:
    """Take out the rows that shall not be in the dossier, remembering them whole."""
    keys = [pk for code, pk in choices.leave if code == section.code]
    if not keys or section is CORE:
        return
    rows = list(section.model.objects.filter(pk__in=keys, person__in=[left.pk, right.pk]).order_by("pk"))
    if len(rows) != len(keys):
        raise Refused("no_such_row", _("A record chosen here is no longer there; compare the two again."), status=404)
    done.removed.append((section.model._meta.label, [_kept(row) for row in rows]))
    section.model.objects.filter(pk__in=keys).delete()


def _kept(row: models.Model) -> dict:
    return {field.name: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _take(section: Section, choices: Choices, left: Person, right: Person, done: Moved) -> None:
    """Set the fields of the kept record that are taken from the other. A part that only one record has is a row."""
    one, other = (_part(section, person) for person in (left, right))
    if one is None or other is None:
        return
    names = [item.name for item in section.items if (section.code, item.name) in choices.take]
    taken = {name: get(other, name) for name in names if not same(get(one, name), get(other, name))}
    if section is CORE:
        _set(other, {name: "" for name in UNIQUE if get(other, name)}, done)
    _set(one, taken, done)


def _part(section: Section, person: Person) -> models.Model | None:
    return person if section is CORE else section.model.objects.filter(person=person).first()


def _set(record: models.Model, values: dict, done: Moved) -> None:
    if not values:
        return
    before = {name: plain(get(record, name)) for name in values}
    _write(record, values)
    done.set.append(
        (record._meta.label, record.pk, {name: (before[name], plain(get(record, name))) for name in values})
    )


def _write(record: models.Model, values: dict) -> None:
    derived = ["name_key", "name_fold"] if isinstance(record, Person) else []
    put(record, values).save(update_fields=[*columns(type(record), values), *derived])


def _hand_over(
    model: type[models.Model], name: str, left: Person, right: Person, done: Moved, called: Callable[..., Names]
) -> None:
    """Let the rows of `model` that refer to the record given up refer to the kept one, but for those that collide.

    `called`: what the reader calls the records behind the foreign keys of some rows."""
    keys = list(model._base_manager.filter(**{name: right.pk}).order_by("pk").values_list("pk", flat=True))
    if keys and not _refer(model, name, keys, left):
        keys = [pk for pk in keys if _goes_along(model, name, pk, left, called)]
    if keys:
        done.moved.append((model._meta.label, name, keys))


def _refer(model: type[models.Model], name: str, keys: Collection[int], person: Person) -> bool:
    """Let the rows refer to `person`; False when the database does not allow it."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=keys).update(**{name: person.pk})
    except IntegrityError:
        return False
    return True


def _goes_along(model: type[models.Model], name: str, pk: int, person: Person, called: Callable[..., Names]) -> bool:
    """False: the row collides with one of the kept record and stays, as a part does that both have and whose fields
    were chosen one by one. Raises Refused where it must not stay."""
    if _refer(model, name, [pk], person):
        return True
    noun = model._meta.verbose_name
    section = BY_MODEL.get(model)
    if section is not None and section.many:
        collides = model._base_manager.get(pk=pk)
        words = told(section, collides, called([collides]))
        sentence = _("Both records cannot keep this: %(noun)s, %(row)s. Leave one out, or they are two people.")
        raise Refused("rows_collide", sentence % {"noun": noun, "row": words}, section=section.code, row=pk)
    if hasattr(model._default_manager.all(), "unsettled"):
        row = model._default_manager.all().unsettled().filter(pk=pk).first()
        if row is not None:
            sentence = _("Both records stand here: %(noun)s, %(row)s. Have one of them removed there first.")
            raise Refused("unsettled", sentence % {"noun": noun, "row": row.in_words})
    return False


def _hand_back(merge: Merge, done: Moved) -> None:
    for label, name, keys in reversed(done.moved):
        model = apps.get_model(label)
        rows = model._base_manager.filter(pk__in=keys, **{name: merge.kept_id})
        if rows.count() != len(keys):
            sentence = _("Not everything that was moved is still there: %s. Put it right by hand.")
            raise Refused("gone_since", sentence % model._meta.verbose_name_plural, model=label)
        if not _refer(model, name, keys, merge.gone):
            raise _taken(model)


def _reset(model: type[models.Model], pk: int, fields: dict[str, list]) -> None:
    record = model._base_manager.filter(pk=pk).first()
    changed = [name for name, (_before, after) in fields.items() if record is None or plain(get(record, name)) != after]
    if changed:
        labels = ", ".join(str(model._meta.get_field(name).verbose_name) for name in changed)
        sentence = _(
            "These fields were changed after the merge: %s. Set them back to what the merge chose, or leave it."
        )
        raise Refused("changed_since", sentence % labels, fields=changed)
    try:
        with transaction.atomic():
            _write(record, {name: restore(model, name, before) for name, (before, _after) in fields.items()})
    except IntegrityError:
        raise _taken(model) from None


def _put_back(model: type[models.Model], rows: list[dict]) -> None:
    kept = [
        model(**{model._meta.get_field(name).attname: restore(model, name, value) for name, value in row.items()})
        for row in rows
    ]
    try:
        with transaction.atomic():
            model._base_manager.bulk_create(kept)
    except IntegrityError:
        raise _taken(model) from None


def _taken(model: type[models.Model]) -> Refused:
    sentence = _("Something entered since stands in the way: %s.")
    return Refused("taken_since", sentence % model._meta.verbose_name_plural, model=model._meta.label)
