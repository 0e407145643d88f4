"""People, where they are members, and the posts they hold: several at once, each with its period."""

import unicodedata

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, names
from anphu.kit.keys import Among
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import Education, Precision, Sex, StateManagement, Theory, Verb
from orgtree.models.reference import EthnicGroup, Religion
from orgtree.models.titles import Title
from orgtree.models.units import Unit, UnitLink

KEY = 250
"""Letters of what sorts and what finds a name; neither is longer than a name whose letters are single signs."""


def spoken(name: str) -> None:
    """Raise ValidationError for what is nobody's name: digits, signs, no letter at all. Names of peoples here have
    hyphens and apostrophes (K’Dung, A-li); composed or not, marks belong to their letters."""
    if not any(sign.isalpha() for sign in name):
        raise ValidationError(_("A name needs at least one letter."), code="no_letter")
    strange = sorted({sign for sign in name if unicodedata.category(sign)[0] not in "LM" and sign not in " .'’-"})
    if strange:
        sentence = _("A name has letters only, but this one has: %(signs)s. Take them out.")
        raise ValidationError(sentence, code="strange_signs", params={"signs": " ".join(strange)})
    if len(names.sort_key(name)) > KEY:  # letters of some scripts fall into several signs
        raise ValidationError(_("This name is too long to be kept. Shorten it."), code="too_long")


_REACHED_SQL = "ARRAY(SELECT descendant_id FROM orgtree_unitlink WHERE ancestor_id = ANY(%s) AND period @> %s)"
_SEEN_SQL = f"""
SELECT person_id FROM orgtree_partymembership WHERE unit_id = ANY({_REACHED_SQL}) AND period @> %s
UNION ALL
SELECT person_id FROM orgtree_posting WHERE unit_id = ANY({_REACHED_SQL}) AND period @> %s
"""
"""`within` the reach of a grant, written out: every list of people begins with it, building it from querysets takes
longer than the database does, and of units in an array PostgreSQL reads those alone. Parameters: granted, day, day."""


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """People who on `on` were members or held a post where a grant of `user` reaches."""
        return self.filter(Among("pk", _SEEN_SQL, [user.granted(Verb.SEE_PEOPLE), on, on] * 2))

    def within(self, units, on):
        """Of these people, those who on `on` were members or held a post in one of `units` (a subquery of ids)."""
        members, holders = _belonging(units, on)
        return self.filter(Q(pk__in=members) | Q(pk__in=holders))


def _belonging(units, on) -> tuple[models.QuerySet, models.QuerySet]:
    """Ids of members and of holders of posts in `units` on `on`."""
    rows = (PartyMembership.objects, Posting.objects)
    return tuple(manager.on(on).filter(unit__in=units).values("person") for manager in rows)


@history.tracked(exclude=("name_key", "name_fold"))
class Person(models.Model):
    """The core of a dossier. Names are stored NFC; `name_key` sorts them, `name_fold` finds them."""

    full_name = models.CharField(_("full name"), max_length=100, validators=[spoken])
    other_name = models.CharField(_("other name"), max_length=100, blank=True)
    name_key = models.CharField(max_length=KEY, db_collation="C", editable=False)
    name_fold = models.CharField(max_length=KEY, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    birth_date = models.DateField(_("birth date"))
    birth_precision = models.CharField(
        _("precision of the birth date"), max_length=5, choices=Precision, default=Precision.DAY
    )
    ethnic_group = models.ForeignKey(EthnicGroup, models.PROTECT, verbose_name=_("ethnic group"))
    religion = models.ForeignKey(Religion, models.PROTECT, verbose_name=_("religion"))
    home_town = models.CharField(_("home town"), max_length=200, blank=True)
    home_commune_code = models.CharField(
        _("commune code of the home town"), max_length=5, blank=True, validators=[RegexValidator(r"^[0-9]{5}$")]
    )
    identity_number = models.CharField(
        _("identity number"), max_length=12, blank=True, validators=[RegexValidator(r"^([0-9]{9}|[0-9]{12})$")]
    )
    party_card = models.CharField(
        _("Party card"), max_length=12, blank=True, validators=[RegexValidator(r"^([0-9]{8}|[0-9]{12})$")]
    )
    education = models.PositiveSmallIntegerField(_("education"), choices=Education, null=True, blank=True)
    theory = models.PositiveSmallIntegerField(_("political theory"), choices=Theory, null=True, blank=True)
    state_management = models.PositiveSmallIntegerField(
        _("state management"), choices=StateManagement, null=True, blank=True
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_key", "pk"]
        indexes = [
            models.Index(fields=["name_key", "id"], name="person_name_key"),
            GinIndex(OpClass("name_fold", "gin_trgm_ops"), name="person_name_trigrams"),
            models.Index(OpClass("name_fold", "text_pattern_ops"), name="person_name_begins"),
            models.Index(fields=["birth_date"], name="person_birth_date"),
        ]
        constraints = [
            models.CheckConstraint(name="person_sex_known", condition=Q(sex__in=Sex.values)),
            models.CheckConstraint(
                name="person_name_derived",
                condition=~Q(name_key="") & ~Q(name_fold=""),
                violation_error_message=_("A name needs at least one letter."),
            ),
            models.CheckConstraint(
                name="person_identity_digits", condition=Q(identity_number__regex=r"^([0-9]{9}|[0-9]{12})?$")
            ),
            models.CheckConstraint(
                name="person_card_digits", condition=Q(party_card__regex=r"^([0-9]{8}|[0-9]{12})?$")
            ),
            models.UniqueConstraint(
                name="person_identity_unique",
                fields=["identity_number"],
                condition=~Q(identity_number=""),
                violation_error_message=_("Another person has this identity number."),
            ),
            models.UniqueConstraint(
                name="person_card_unique",
                fields=["party_card"],
                condition=~Q(party_card=""),
                violation_error_message=_("Another person has this Party card."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> "Person":
        """Bring the name into its stored form and compute what is sorted and searched by it."""
        self.full_name, self.other_name = names.nfc(self.full_name), names.nfc(self.other_name)
        self.name_key = names.sort_key(self.full_name)
        self.name_fold = names.fold(f"{self.full_name} {self.other_name}")
        return self


class BelongingQuerySet(PeriodQuerySet):
    """Rows of a person in a unit during a period."""

    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on))


@history.tracked()
class PartyMembership(models.Model):
    """A person is a member of one cell at a time; the dates of admission travel with the person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("cell"))
    period = PeriodField()
    admitted_on = models.DateField(_("admitted on"))
    official_on = models.DateField(_("official since"), null=True, blank=True)

    objects = BelongingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Party membership")
        verbose_name_plural = _("Party memberships")
        indexes = [models.Index(fields=["unit"], include=["person", "period"], name="membership_of_unit")]
        constraints = [
            no_overlap("membership_no_overlap", "person"),
            has_days("membership_has_days"),
            models.CheckConstraint(
                name="membership_official_after_admission",
                condition=Q(official_on=None) | Q(official_on__gte=models.F("admitted_on")),
                violation_error_message=_("The official date cannot be before the day of admission."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.unit_id}"


@history.tracked()
class Posting(models.Model):
    """A person holds a title in a unit during a period."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="postings", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings", verbose_name=_("unit"))
    title = models.ForeignKey(Title, models.PROTECT, related_name="postings", verbose_name=_("title"))
    period = PeriodField()

    objects = BelongingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        indexes = [models.Index(fields=["unit"], include=["person", "period"], name="posting_of_unit")]
        constraints = [no_overlap("posting_no_overlap", "person", "unit", "title"), has_days("posting_has_days")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.title_id} @ {self.unit_id}"
