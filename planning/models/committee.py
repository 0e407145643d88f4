"""The year of a committee: its meetings with their agendas, and its work programmes with what is due when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from orgtree.choices import Verb
from orgtree.models import Unit, UnitLink
from planning.choices import ItemState, MeetingKind, MeetingState, ProgrammeKind
from planning.models.decisions import Decision
from planning.models.rounds import Submission
from planning.models.terms import Term


class OfCommittee(models.QuerySet):
    """Rows of a committee's year, seen by who sees the plans of the unit whose committee it is."""

    reach = "unit"

    def visible_to(self, user, on):
        return self.filter(**{f"{self.reach}__in": UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on)})


class OfMeeting(OfCommittee):
    reach = "meeting__unit"


class OfProgramme(OfCommittee):
    reach = "programme__unit"


@history.tracked()
class Meeting(models.Model):
    """One meeting of a committee of a unit. `starts_at` and `ends_at` are moments; the end may be open."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=15, choices=MeetingKind)
    name = models.CharField(_("name"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    conclusion = models.TextField(_("conclusion"), max_length=4000, blank=True)
    minutes = models.ForeignKey(
        Artifact, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("minutes")
    )
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("called by")
    )

    objects = OfCommittee.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="meeting_kind_known", condition=Q(kind__in=MeetingKind.values)),
            models.CheckConstraint(name="meeting_state_known", condition=Q(state__in=MeetingState.values)),
            models.CheckConstraint(
                name="meeting_ends_after_it_begins",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The meeting cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history.tracked()
class AgendaItem(models.Model):
    """One point of an agenda: a submission, a decision, or words alone."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(_("place in the order"))
    subject = models.CharField(_("subject"), max_length=300)
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("submission")
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("decision")
    )
    outcome = models.CharField(_("result"), max_length=1000, blank=True)

    objects = OfMeeting.as_manager()

    class Meta:
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="agendaitem_submission_once",
                fields=["meeting", "submission"],
                violation_error_message=_("This list is on the agenda already."),
            ),
            models.CheckConstraint(name="agendaitem_one_subject", condition=Q(submission=None) | Q(decision=None)),
        ]

    def __str__(self) -> str:
        return self.subject


@history.tracked()
class Programme(models.Model):
    """A work programme of a committee: of a term, of a year, or of inspection and supervision over a term."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="programmes", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=15, choices=ProgrammeKind)
    name = models.CharField(_("name"), max_length=200)
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("term")
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    objects = OfCommittee.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["unit", "-year", "kind", "pk"]
        constraints = [
            models.CheckConstraint(name="programme_kind_known", condition=Q(kind__in=ProgrammeKind.values)),
            models.CheckConstraint(
                name="programme_of_year_or_term",
                condition=Q(kind=ProgrammeKind.YEAR, year__isnull=False, term=None)
                | (~Q(kind=ProgrammeKind.YEAR) & Q(year=None, term__isnull=False)),
                violation_error_message=_("A yearly programme names its year, the others their term."),
            ),
            models.UniqueConstraint(
                name="programme_unique",
                fields=["unit", "kind", "term", "year"],
                nulls_distinct=False,
                violation_error_message=_("This committee already has that programme."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history.tracked()
class ProgrammeItem(models.Model):
    """One task of a programme: the body responsible, the month it is due (its first day), how far it is."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="items", verbose_name=_("programme"))
    position = models.PositiveSmallIntegerField(_("place in the order"))
    subject = models.CharField(_("task"), max_length=500)
    responsible = models.CharField(_("responsible"), max_length=200)
    due = models.DateField(_("due month"))
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.PLANNED)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = OfProgramme.as_manager()

    class Meta:
        verbose_name = _("item of a programme")
        verbose_name_plural = _("items of programmes")
        ordering = ["due", "position", "pk"]
        constraints = [
            models.CheckConstraint(name="programmeitem_state_known", condition=Q(state__in=ItemState.values)),
            models.CheckConstraint(
                name="programmeitem_due_is_month",
                condition=Q(due__day=1),
                violation_error_message=_("Give the first day of the month."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
