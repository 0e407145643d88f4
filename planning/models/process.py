"""How a list comes about: templates of steps as dated data, the steps of a round, the conferences and their ballots.

Who voted for whom is nowhere: a ballot is figures, and votes per person and title.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days
from orgtree.choices import Confidence, Kind, Verb
from orgtree.models import UnitLink
from planning.choices import BallotKind, Ground, GroundKind, Outcome, RoundKind
from planning.models.law import LegalDocument
from planning.models.rounds import Line, Round, Submission

_SAID = _("This kind of organisation already has a step at that place.")


class StepFields(models.Model):
    """What a step says: where it stands in the order, who meets, which ballot, whether minutes are due."""

    unit_kind = models.CharField(
        _("kind of organisation"), max_length=30, choices=Kind, blank=True, help_text=_("Empty: every kind.")
    )
    position = models.PositiveSmallIntegerField(_("place in the order"))
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    body = models.CharField(_("who meets"), max_length=300, blank=True)
    ballot = models.CharField(_("ballot"), max_length=10, choices=BallotKind, default=BallotKind.NONE)
    outsiders = models.BooleanField(
        _("people from other units are voted on too"),
        default=False,
        help_text=_("Otherwise their home unit is consulted instead."),
    )
    minutes = models.BooleanField(_("minutes are due"), default=True)
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    class Meta:
        abstract = True


@history.tracked()
class StepTemplate(StepFields):
    """One step that rounds of a kind are prepared with, during a period."""

    kind = models.CharField(_("kind of round"), max_length=20, choices=RoundKind)
    period = PeriodField()
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("document")
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a step")
        verbose_name_plural = _("templates of steps")
        ordering = ["kind", "unit_kind", "position", "period"]
        constraints = [
            has_days("steptemplate_has_days"),
            models.CheckConstraint(name="steptemplate_kind_known", condition=Q(kind__in=RoundKind.values)),
            models.CheckConstraint(name="steptemplate_ballot_known", condition=Q(ballot__in=BallotKind.values)),
            ExclusionConstraint(
                name="steptemplate_no_overlap",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("unit_kind", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_SAID,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}: {self.name}"


class RoundStepQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Steps of the rounds that the reader sees: they name no unit and no person."""
        return self.filter(round__in=Round.objects.visible_to(user, on))


@history.tracked()
class RoundStep(StepFields):
    """A step as this round takes it; copied from the templates when the round is prepared, editable until it opens."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="steps", verbose_name=_("round"))
    due = models.DateField(_("due"), null=True, blank=True)

    objects = RoundStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a round")
        verbose_name_plural = _("steps of rounds")
        ordering = ["round", "unit_kind", "position"]
        constraints = [
            models.UniqueConstraint(
                name="roundstep_unique", fields=["round", "unit_kind", "position"], violation_error_message=_SAID
            ),
            models.CheckConstraint(name="roundstep_ballot_known", condition=Q(ballot__in=BallotKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class ConferenceQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(submission__unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))

    def closed(self):
        return self.filter(closed_at__isnull=False)


_FIGURES = ("convened", "present", "issued", "returned", "valid", "invalid")


def _orderly(smaller: str, larger: str, name: str, sentence) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{smaller}__lte": F(larger)}), violation_error_message=sentence
    )


@history.tracked()
class Conference(models.Model):
    """One sitting of a step in one unit: day, figures and minutes. Closed, it is not changed any more.

    After a return for correction people may have been added: they are voted on in a further `sitting` of the step.
    Figures count people and slips; all six are zero where nothing was voted on.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="conferences", verbose_name=_("submission"))
    step = models.ForeignKey(RoundStep, models.PROTECT, related_name="conferences", verbose_name=_("step"))
    sitting = models.PositiveSmallIntegerField(_("sitting"), default=1)
    day = models.DateField(_("day"))
    chair = models.CharField(_("chaired by"), max_length=150, blank=True)
    clerk = models.CharField(_("minutes by"), max_length=150, blank=True)
    convened = models.PositiveIntegerField(_("convened"), default=0)
    present = models.PositiveIntegerField(_("present"), default=0)
    issued = models.PositiveIntegerField(_("ballots issued"), default=0)
    returned = models.PositiveIntegerField(_("ballots returned"), default=0)
    valid = models.PositiveIntegerField(_("valid ballots"), default=0)
    invalid = models.PositiveIntegerField(_("invalid ballots"), default=0)
    note = models.TextField(_("what was discussed"), max_length=4000, blank=True)
    minutes = models.ForeignKey(
        Artifact, models.PROTECT, null=True, blank=True, related_name="conferences", verbose_name=_("minutes")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["submission", "step__position", "sitting"]
        constraints = [
            models.UniqueConstraint(
                name="conference_unique",
                fields=["submission", "step", "sitting"],
                violation_error_message=_("This step already has that sitting."),
            ),
            _orderly("present", "convened", "conference_present", _("More people are present than were convened.")),
            _orderly("issued", "present", "conference_issued", _("More ballots were issued than people are present.")),
            _orderly("returned", "issued", "conference_returned", _("More ballots were returned than issued.")),
            models.CheckConstraint(
                name="conference_counted",
                condition=Q(returned=F("valid") + F("invalid")),
                violation_error_message=_("Valid and invalid ballots together are not those returned."),
            ),
            models.CheckConstraint(
                name="conference_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]
        triggers = [history.closed("closed_at")]

    def __str__(self) -> str:
        return f"{self.submission_id} / {self.step_id} ({self.sitting})"

    @property
    def figures(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in _FIGURES}


_ONLY_WHILE_OPEN = """
IF EXISTS (SELECT FROM planning_conference c WHERE c.closed_at IS NOT NULL
           AND c.id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.conference_id ELSE OLD.conference_id END,
                        CASE WHEN TG_OP = 'DELETE' THEN OLD.conference_id ELSE NEW.conference_id END)) THEN
    RAISE EXCEPTION 'the ballots of a closed conference stay as they are' USING ERRCODE = 'restrict_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class BallotResultQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(conference__in=ConferenceQuerySet(Conference).visible_to(user, on))


@history.tracked()
class BallotResult(models.Model):
    """How many agreed about one line in one conference, and what that means under the rules of the round."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="results", verbose_name=_("conference"))
    line = models.ForeignKey(Line, models.PROTECT, related_name="results", verbose_name=_("line"))
    agree = models.PositiveIntegerField(_("agree"))
    disagree = models.PositiveIntegerField(_("disagree"), default=0)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)

    objects = BallotResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a ballot")
        verbose_name_plural = _("results of ballots")
        ordering = ["conference", "-agree", "line"]
        constraints = [
            models.UniqueConstraint(
                name="ballotresult_unique",
                fields=["conference", "line"],
                violation_error_message=_("This conference already has a result about that person and title."),
            ),
            models.CheckConstraint(name="ballotresult_outcome_known", condition=Q(outcome__in=Outcome.values)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="conference_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_ONLY_WHILE_OPEN,
            )
        ]

    def __str__(self) -> str:
        return f"{self.conference_id}: {self.line_id} {self.agree}"


@history.tracked()
class RemovalGround(models.Model):
    """What a ground of removal is called and how it takes effect during a period (domain.md §4.8)."""

    code = models.CharField(_("ground"), max_length=20, choices=Ground)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("effect"), max_length=10, choices=GroundKind)
    period = PeriodField()
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="grounds", verbose_name=_("document")
    )
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground of removal")
        verbose_name_plural = _("grounds of removal")
        ordering = ["code", "period"]
        constraints = [
            has_days("removalground_has_days"),
            models.CheckConstraint(name="removalground_code_known", condition=Q(code__in=Ground.values)),
            models.CheckConstraint(name="removalground_kind_known", condition=Q(kind__in=GroundKind.values)),
            ExclusionConstraint(
                name="removalground_no_overlap",
                expressions=[("code", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("The period overlaps another one of the same record."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
