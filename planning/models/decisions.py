"""What was decided: never changed, only followed by a later decision."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import CommitteeKind, Confidence, Kind, Level, Side, Verb
from orgtree.models import Person, Title, Unit, UnitLink
from planning.choices import DecisionKind, Ground
from planning.models.law import LegalDocument
from planning.models.terms import PlanTitle


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Decisions about a unit that the reader may see the plans of, or made known to one."""
        return self.about(UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))

    def about(self, units):
        """Decisions about one of `units` (a subquery of unit ids): over its list, by rule or in correction on entries
        of its plan, or made known to it."""
        lists = self._rows_of("submissions").filter(unit__in=units, decision__isnull=False)
        begun, ended = (self._rows_of(name).filter(plan_title__unit__in=units) for name in ("opened", "closed"))
        told = self._rows_of("publications").filter(receipts__unit__in=units)
        alone = models.Q(pk__in=begun.values("opened_by")) | models.Q(pk__in=ended.values("closed_by"))
        return self.filter(
            models.Q(pk__in=lists.values("decision"))
            | (~models.Q(kind=DecisionKind.APPROVAL) & alone)
            | models.Q(pk__in=told.values("decision"))
        )

    def _rows_of(self, name: str) -> models.QuerySet:
        """All rows of the relation `name`, whose model is declared further down or in a later module."""
        return self.model._meta.get_field(name).related_model.objects.all()


@history.tracked()
class Decision(models.Model):
    """A numbered decision of an authority on a day; it may approve many submissions. Append-only.

    What was decided wrongly is put right by a later decision that `corrects` it. Entries that end by rule, without
    anybody choosing, are recorded by a decision of their own kind.
    """

    number = models.CharField(_("number"), max_length=50)
    day = models.DateField(_("day"))
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="decisions", verbose_name=_("authority"))
    kind = models.CharField(_("kind"), max_length=10, choices=DecisionKind, default=DecisionKind.APPROVAL)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    signer = models.CharField(_("signed by"), max_length=150, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=150, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
        help_text=_("Empty: by the program, for entries that end by rule."),
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
            ),
            models.CheckConstraint(name="decision_kind_known", condition=models.Q(kind__in=DecisionKind.values)),
            models.CheckConstraint(
                name="decision_correction_names_another",
                condition=models.Q(kind=DecisionKind.CORRECTION, corrects__isnull=False)
                | (~models.Q(kind=DecisionKind.CORRECTION) & models.Q(corrects=None)),
            ),
            models.CheckConstraint(
                name="decision_by_somebody",
                condition=models.Q(kind=DecisionKind.BY_RULE) | models.Q(decided_by__isnull=False),
            ),
        ]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return self.number


_ONLY_CLOSE = """
IF NEW.person_id <> OLD.person_id THEN
    IF NEW.id = OLD.id AND NEW.period = OLD.period AND NEW.plan_title_id = OLD.plan_title_id
       AND NEW.opened_by_id = OLD.opened_by_id AND NEW.closed_by_id IS NOT DISTINCT FROM OLD.closed_by_id
       AND NEW.ground = OLD.ground AND NEW.moved_from_id IS NOT DISTINCT FROM OLD.moved_from_id
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
   AND NEW.plan_title_id = OLD.plan_title_id AND NEW.opened_by_id = OLD.opened_by_id
   AND NEW.moved_from_id IS NOT DISTINCT FROM OLD.moved_from_id THEN
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

    ground = models.CharField(_("ground"), max_length=20, choices=Ground, blank=True)
    moved_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="moved_to", verbose_name=_("moved from")
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
            models.CheckConstraint(
                name="planentry_ground_of_end",
                condition=models.Q(ground="") | models.Q(closed_by__isnull=False, ground__in=Ground.values),
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


class ConcerningDecision(models.QuerySet):
    """Rows that belong to a decision and are seen with it."""

    def visible_to(self, user, on):
        return self.filter(decision__in=Decision.objects.visible_to(user, on))


@history.tracked()
class DecisionFile(models.Model):
    """A scan of a decision as signed, or of what belongs to it. Append-only."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="files", verbose_name=_("decision"))
    artifact = models.ForeignKey(Artifact, models.PROTECT, related_name="decisions", verbose_name=_("file"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = ConcerningDecision.as_manager()

    class Meta:
        verbose_name = _("file of a decision")
        verbose_name_plural = _("files of decisions")
        ordering = ["decision", "pk"]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.artifact_id}"


@history.tracked(exclude=("payload",))
class Seal(models.Model):
    """A link of the chain over everything decided. Append-only.

    `payload`: canonical JSON (docs/sealing.md) of the decision, its lines, votes, evidence digests and rule set.
    `digest`: SHA-256, hexadecimal, of `previous`, a line feed and the payload in UTF-8; `previous` of the first link is
    64 zeros.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="seal", verbose_name=_("decision"))
    number = models.PositiveIntegerField(_("place in the chain"), unique=True)
    previous = models.CharField(_("digest before"), max_length=64, unique=True)
    payload = models.TextField(_("what was sealed"))
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    sealed_at = models.DateTimeField(_("sealed"), default=timezone.now)

    objects = ConcerningDecision.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["number"]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"


@history.tracked()
class ApprovalAuthority(models.Model):
    """Who builds and who approves the plan for titles of a level, side or title, during a period (domain.md §4.9)."""

    level = models.CharField(_("level"), max_length=20, choices=Level)
    side = models.CharField(_("side"), max_length=20, choices=Side, blank=True)
    title = models.ForeignKey(
        Title, models.PROTECT, null=True, blank=True, related_name="authorities", verbose_name=_("title")
    )
    built_by = models.CharField(_("plan made by"), max_length=200)
    kind = models.CharField(_("approved at"), max_length=30, choices=Kind)
    committee = models.CharField(_("approved by"), max_length=20, choices=CommitteeKind)
    period = PeriodField()
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="authorities", verbose_name=_("document")
    )
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("authority to approve")
        verbose_name_plural = _("authorities to approve")
        ordering = ["level", "side", "title", "period"]
        constraints = [
            has_days("approvalauthority_has_days"),
            ExclusionConstraint(
                name="approvalauthority_no_overlap",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    ("side", RangeOperators.EQUAL),
                    (Coalesce("title", 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The period overlaps another one of the same record."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.side}: {self.kind}"
