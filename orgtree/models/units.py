"""Units in time: identity apart from versions, and a dated closure derived from the versions."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, names
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import PARENT_KINDS, ROOT_KINDS, CommitteeKind, Kind, Sector, Verb

LONGEST_KEY = 400
"""Characters of a sort key: more than any real name needs, fewer than a name made of numbers alone would have."""


def version_sort_key(name: str) -> str:
    """Units are listed word by word in the Vietnamese alphabet, numbers by size."""
    words = [word.zfill(6) if word.isdigit() else word for word in names.nfc(name).split(" ")]
    return " ".join(names.word_key(word) for word in words)[:LONGEST_KEY]


def _placement_guard() -> str:
    """PL/pgSQL: on every day of a version its parent exists and is of a kind it may stand under."""
    pairs = ", ".join(f"('{child}', '{parent}')" for child, parents in PARENT_KINDS.items() for parent in parents)
    roots = ", ".join(f"'{kind}'" for kind in ROOT_KINDS)
    return f"""
    IF TG_OP <> 'DELETE' THEN
        IF NEW.parent_id IS NULL THEN
            IF NEW.kind NOT IN ({roots}) THEN
                RAISE EXCEPTION 'unit % of kind % needs a parent', NEW.unit_id, NEW.kind
                    USING ERRCODE = 'check_violation';
            END IF;
        ELSIF EXISTS (SELECT 1 FROM orgtree_unitversion p WHERE p.unit_id = NEW.parent_id AND p.period && NEW.period
                      AND (NEW.kind, p.kind) NOT IN ({pairs}))
           OR NOT coalesce((SELECT range_agg(p.period) @> NEW.period FROM orgtree_unitversion p
                            WHERE p.unit_id = NEW.parent_id), false) THEN
            RAISE EXCEPTION 'unit % of kind % may not stand under unit % in that period', NEW.unit_id, NEW.kind,
                NEW.parent_id USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM orgtree_unitversion c WHERE c.parent_id = NEW.unit_id AND c.period && NEW.period
                   AND (c.kind, NEW.kind) NOT IN ({pairs})) THEN
            RAISE EXCEPTION 'unit % of kind % has units under it that may not stand there', NEW.unit_id, NEW.kind
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT 1 FROM orgtree_unitversion c WHERE c.parent_id = OLD.unit_id AND c.period && OLD.period
        AND NOT coalesce((SELECT range_agg(p.period) @> c.period FROM orgtree_unitversion p
                          WHERE p.unit_id = OLD.unit_id), false)) THEN
        RAISE EXCEPTION 'unit % would leave units under it without a parent', OLD.unit_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
    """


class UnitQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Units that a grant of `user` reaches in the tree as it stood on `on`."""
        return self.filter(pk__in=UnitLink.objects.reached_by(user, Verb.SEE_UNITS, on))

    def existing(self, on):
        return self.filter(versions__period__contains=on)


@history.tracked()
class Unit(models.Model):
    """The identity of a Party organisation, whatever it is called and wherever it stands."""

    code = models.CharField(_("code"), max_length=30, unique=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class UnitVersionQuerySet(PeriodQuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_UNITS, on))


@history.tracked()
class UnitVersion(models.Model):
    """What a unit was called, what it was and where it stood during a period."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="child_versions", verbose_name=_("parent unit")
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    commune_code = models.CharField(_("commune code"), max_length=5, blank=True)
    sort_key = models.CharField(max_length=LONGEST_KEY, db_collation="C", editable=False)
    period = PeriodField()

    objects = UnitVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a unit")
        verbose_name_plural = _("versions of units")
        ordering = ["sort_key"]
        constraints = [
            no_overlap("unitversion_no_overlap", "unit"),
            has_days("unitversion_has_days"),
            models.CheckConstraint(name="unitversion_kind_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="unitversion_not_own_parent", condition=~models.Q(parent=models.F("unit")) | models.Q(parent=None)
            ),
            models.CheckConstraint(
                name="unitversion_commune_code_digits", condition=models.Q(commune_code__regex=r"^([0-9]{5})?$")
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="placement",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=_placement_guard(),
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitLinkQuerySet(PeriodQuerySet):
    def reached_by(self, user, verb, on):
        """Ids of the units on `on` in which `user` may do `verb` (grants are judged on the clock's today)."""
        return self.on(on).filter(ancestor__in=user.granted(verb)).values("descendant")


class UnitLink(models.Model):
    """Derived: `descendant` stood `depth` steps below `ancestor` during `period` (depth 0: every unit with itself).

    One writer, `orgtree.actions.structure`; proved by `orgtree.queries.proofs.link_faults`.
    """

    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="links_down")
    descendant = models.ForeignKey(Unit, models.CASCADE, related_name="links_up")
    depth = models.PositiveSmallIntegerField()
    period = PeriodField()

    objects = UnitLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between units")
        verbose_name_plural = _("links between units")
        constraints = [no_overlap("unitlink_no_overlap", "descendant", "ancestor"), has_days("unitlink_has_days")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id} ({self.depth})"


class CommitteeQuerySet(PeriodQuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_UNITS, on))


@history.tracked()
class Committee(models.Model):
    """The approved size of a committee of a unit during a period."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="committees", verbose_name=_("unit"))
    kind = models.CharField(_("committee"), max_length=20, choices=CommitteeKind)
    size = models.PositiveSmallIntegerField(_("approved size, seats"))
    period = PeriodField()

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [
            no_overlap("committee_no_overlap", "unit", "kind"),
            has_days("committee_has_days"),
            models.CheckConstraint(name="committee_size_positive", condition=models.Q(size__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.size})"
