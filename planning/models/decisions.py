"""What was decided: never changed, only followed by a later decision."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import Verb
from orgtree.models import Person, Unit, UnitLink
from planning.models.terms import PlanTitle


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Decisions about a unit that the reader may see the plans of."""
        return self.about(UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))

    def about(self, units):
        """Decisions about one of `units` (a subquery of unit ids)."""
        return self.filter(
            pk__in=self.model._meta.get_field("submissions")
            .related_model.objects.filter(unit__in=units, decision__isnull=False)
            .values("decision")
        )


@history.tracked()
class Decision(models.Model):
    """A numbered decision of an authority on a day; it may approve many submissions. Append-only."""

    number = models.CharField(_("number"), max_length=50)
    day = models.DateField(_("day"))
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="decisions", verbose_name=_("authority"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "authority",
                "number",
                ExtractYear("day"),
                name="decision_number_unique",
                violation_error_message=_("This authority already has a decision of that number in that year."),
            )
        ]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return self.number


_ONLY_CLOSE = """
IF NEW.person_id <> OLD.person_id THEN
    IF NEW.id = OLD.id AND NEW.period = OLD.period AND NEW.plan_title_id = OLD.plan_title_id
       AND NEW.opened_by_id = OLD.opened_by_id AND NEW.closed_by_id IS NOT DISTINCT FROM OLD.closed_by_id
       AND EXISTS (SELECT FROM orgtree_merge m WHERE CASE WHEN m.undone_at IS NULL
           THEN m.moved = '' AND m.gone_id = OLD.person_id AND m.kept_id = NEW.person_id
           ELSE m.moved <> '' AND m.kept_id = OLD.person_id AND m.gone_id = NEW.person_id END) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an entry of a plan changes its person only while two records of one person are merged'
        USING ERRCODE = 'restrict_violation';
END IF;
IF upper_inf(OLD.period) AND NOT upper_inf(NEW.period) AND lower(NEW.period) = lower(OLD.period)
   AND OLD.closed_by_id IS NULL AND NEW.closed_by_id IS NOT NULL AND NEW.id = OLD.id
   AND NEW.plan_title_id = OLD.plan_title_id AND NEW.opened_by_id = OLD.opened_by_id THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'an entry of a plan can only be closed, once, by a decision' USING ERRCODE = 'restrict_violation';
"""


class PlanEntryQuerySet(PeriodQuerySet):
    def visible_to(self, user, on):
        return self.filter(plan_title__unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))

    def unsettled(self):
        """Entries in force: two of them for one person and title are for a decision to settle, not for a merge."""
        return self.filter(period__upper_inf=True)


@history.tracked()
class PlanEntry(models.Model):
    """A person planned for a plan title from the decision that added to the decision that removed.

    Append-only but for its end: the database lets the period be closed once, and only by naming a decision. Besides,
    while two records of one person are merged, or a merge is taken back, an entry goes from one to the other.
    """

    plan_title = models.ForeignKey(PlanTitle, models.PROTECT, related_name="entries", verbose_name=_("plan title"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="plan_entries", verbose_name=_("person"))
    period = PeriodField()
    opened_by = models.ForeignKey(Decision, models.PROTECT, related_name="opened", verbose_name=_("added by"))
    closed_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="closed", verbose_name=_("removed by")
    )

    objects = PlanEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan entry")
        verbose_name_plural = _("plan entries")
        constraints = [
            no_overlap("planentry_no_overlap", "plan_title", "person"),
            has_days("planentry_has_days"),
            models.CheckConstraint(
                name="planentry_end_has_decision",
                condition=models.Q(period__upper_inf=True, closed_by=None)
                | models.Q(period__upper_inf=False, closed_by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Trigger(name="only_close", when=pgtrigger.Before, operation=pgtrigger.Update, func=_ONLY_CLOSE),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.plan_title_id}"

    @property
    def in_words(self) -> str:
        """Which title of which term it is about."""
        return f"{self.plan_title.title.name} ({self.plan_title.term.name})"
