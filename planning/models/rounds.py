"""Rounds, the submission of each unit, its lines, and every step a submission took."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from orgtree.choices import Verb
from orgtree.models import Person, Unit, UnitLink
from planning.choices import Ground, Proposal, RoundKind, RoundState, SubmissionState, SubmissionVerb
from planning.models.decisions import Decision
from planning.models.law import RuleSet
from planning.models.terms import PlanTitle, Term


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Rounds in which a unit takes part whose plans the reader may see, and rounds of an authority in reach."""
        units = UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on)
        return self.filter(Q(pk__in=Submission.objects.filter(unit__in=units).values("round")) | Q(authority__in=units))

    def open(self):
        return self.filter(state=RoundState.OPEN)


@history.tracked()
class Round(models.Model):
    """One campaign of planning under an authority, for one or more terms, judged on one day."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=RoundKind, default=RoundKind.REVIEW)
    state = models.CharField(_("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name=_("authority"))
    day = models.DateField(_("day of reference"))
    deadline = models.DateField(_("deadline"))
    terms = models.ManyToManyField(Term, related_name="rounds", verbose_name=_("terms"))
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=_("participating units"))
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name=_("rule set")
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(name="round_state_known", condition=Q(state__in=RoundState.values)),
            models.CheckConstraint(
                name="round_deadline_after_day",
                condition=Q(deadline__gte=F("day")),
                violation_error_message=_("The deadline cannot be before the day of reference."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))


@history.tracked()
class Submission(models.Model):
    """What one unit proposes in one round. `version` grows with every change: a stale form is refused by it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions", verbose_name=_("round"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name=_("unit"))
    state = models.CharField(_("state"), max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("decision")
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("being looked at by"),
    )
    claimed_at = models.DateTimeField(_("since"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["round", "unit"]
        constraints = [
            models.UniqueConstraint(name="submission_unique", fields=["round", "unit"]),
            models.CheckConstraint(name="submission_state_known", condition=Q(state__in=SubmissionState.values)),
            models.CheckConstraint(
                name="submission_approved_by_decision",
                condition=Q(state=SubmissionState.APPROVED, decision__isnull=False)
                | (~Q(state=SubmissionState.APPROVED) & Q(decision=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} / {self.round_id}"


class LineQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(submission__unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))

    def in_effect(self):
        """Lines that change or keep something: neither withdrawn nor dropped by a conference."""
        return self.exclude(proposal=Proposal.WITHDRAWN).filter(dropped_in=None)

    def unconfirmed(self):
        """Lines from the plan in force about which the unit has said nothing yet."""
        return self.in_effect().filter(entered_by=None)

    def unsettled(self):
        """Lines that can still be decided on: two of them for one person and title are for the unit to settle."""
        open_rounds = self.exclude(submission__round__state=RoundState.CLOSED)
        return open_rounds.exclude(submission__state=SubmissionState.APPROVED)


@history.tracked()
class Line(models.Model):
    """Keep, add, remove or move one person for one plan title, and why.

    A line from the plan in force has no `entered_by` until the unit has confirmed it. `outsider`: when it was entered
    the person belonged to no cell of the unit. `dropped_in`: the conference that did not pass it; from then on the
    line has no effect and does not come back in the round.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="lines", verbose_name=_("submission"))
    plan_title = models.ForeignKey(PlanTitle, models.PROTECT, related_name="lines", verbose_name=_("plan title"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="lines", verbose_name=_("person"))
    proposal = models.CharField(_("proposal"), max_length=10, choices=Proposal)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    ground = models.CharField(_("ground"), max_length=20, choices=Ground, blank=True)
    target = models.ForeignKey(
        PlanTitle, models.PROTECT, null=True, blank=True, related_name="arrivals", verbose_name=_("moved to")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    outsider = models.BooleanField(_("from another unit"), default=False)
    dropped_in = models.ForeignKey(
        "planning.Conference",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dropped",
        verbose_name=_("not passed in"),
    )

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["submission", "plan_title", "person"]
        constraints = [
            models.UniqueConstraint(
                name="line_unique",
                fields=["submission", "plan_title", "person"],
                violation_error_message=_("This person already has a line for this title in the submission."),
            ),
            models.CheckConstraint(name="line_proposal_known", condition=Q(proposal__in=Proposal.values)),
            models.CheckConstraint(
                name="line_change_has_reason",
                condition=Q(proposal=Proposal.KEEP) | ~Q(reason=""),
                violation_error_message=_("Say why: adding and removing need a reason."),
            ),
            models.CheckConstraint(
                name="line_ground_of_removal",
                condition=Q(ground="") | Q(proposal=Proposal.REMOVE, ground__in=Ground.values),
                violation_error_message=_("Only a removal has a ground."),
            ),
            models.CheckConstraint(
                name="line_target_of_move",
                condition=Q(proposal=Proposal.MOVE, target__isnull=False)
                | (~Q(proposal=Proposal.MOVE) & Q(target=None)),
                violation_error_message=_("Moving somebody needs the title moved to, and only moving does."),
            ),
            models.CheckConstraint(
                name="line_moves_elsewhere",
                condition=Q(target=None) | ~Q(target=F("plan_title")),
                violation_error_message=_("Choose another title than the present one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.person_id}: {self.plan_title_id}"

    @property
    def is_unconfirmed(self) -> bool:
        """What `unconfirmed` says of many: the unit has still to say something about the line."""
        return self.entered_by_id is None and self.dropped_in_id is None and self.proposal != Proposal.WITHDRAWN

    @property
    def in_words(self) -> str:
        """Which title of which term it is about."""
        return f"{self.plan_title.title.name} ({self.plan_title.term.name})"


class StateChange(models.Model):
    """One step of a submission: who moved it, from where to where, and why. Append-only."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="changes", verbose_name=_("submission"))
    verb = models.CharField(_("move"), max_length=10, choices=SubmissionVerb)
    source = models.CharField(_("from"), max_length=10, choices=SubmissionState)
    target = models.CharField(_("to"), max_length=10, choices=SubmissionState)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["submission", "pk"]
        triggers = [history.append_only(), history.require_context()]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.verb}"
