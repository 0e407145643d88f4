"""What every part of a dossier shares: whose it is, who sees its rows, and codes that belong to the right list."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.partial_dates import PartialDateField, is_date
from orgtree.choices import Scheme
from orgtree.models.people import Person
from orgtree.models.reference import CodeEntry

_CODES = """
IF {wrong} THEN
    RAISE EXCEPTION 'a code of another list in %', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
_WRONG = """NEW.{column} IS NOT NULL
   AND NOT EXISTS (SELECT FROM orgtree_codeentry WHERE id = NEW.{column} AND scheme = '{scheme}')"""


class PartQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Rows of the people whom `user` sees on `on`; whether this part may be seen at all is in the section."""
        return self.filter(person__in=Person.objects.visible_to(user, on).values("pk"))


class Single(models.Model):
    """A part that a person has once."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="%(class)s", verbose_name=_("person"))

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} of {self.person_id}"


class Row(models.Model):
    """A part of which a person has any number."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="%(class)s_rows", verbose_name=_("person"))

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} of {self.person_id}"


def code(scheme: Scheme, label, **options) -> models.ForeignKey:
    """An entry of the code list `scheme`, or nothing."""
    return models.ForeignKey(
        CodeEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"scheme": scheme},
        verbose_name=label,
        **options,
    )


def words(label, length: int = 200, **options) -> models.CharField:
    """A line of text, empty when not known."""
    return models.CharField(label, max_length=length, blank=True, **options)


def scheme_of(field: models.Field) -> str | None:
    """The code list that a field chooses from, if it does."""
    if field.remote_field is not None and field.remote_field.model is CodeEntry:
        return str(field.remote_field.limit_choices_to["scheme"])
    return None


def part(model: type[models.Model]) -> type[models.Model]:
    """Class decorator: history, dates that exist, and codes of the right list, all guarded by the database."""
    history.tracked()(model)
    coded = {field.column: scheme for field in model._meta.local_fields if (scheme := scheme_of(field))}
    if coded:
        wrong = "\n   OR ".join(f"({_WRONG.format(column=column, scheme=coded[column])})" for column in coded)
        guard = pgtrigger.Trigger(
            name="codes_of_their_lists",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=_CODES.format(wrong=wrong),
        )
        pgtrigger.register(guard)(model)
    return model


def real_dates(model_name: str, *fields: str) -> list[models.CheckConstraint]:
    """One check per partial date of a model."""
    return [models.CheckConstraint(name=f"{model_name}_{field}_date", condition=is_date(field)) for field in fields]


def in_order(model_name: str, start: str, end: str) -> models.CheckConstraint:
    """`end` is not before `start`, as far as both are known."""
    as_known = Left(models.F(start), Length(models.F(end)))
    return models.CheckConstraint(
        name=f"{model_name}_in_order",
        condition=Q(**{start: None}) | Q(**{end: None}) | Q(**{f"{end}__gte": as_known}),
        violation_error_message=_("The end cannot be before the beginning."),
    )


__all__ = ["PartialDateField", "Row", "Single", "code", "in_order", "part", "real_dates", "scheme_of", "words"]
