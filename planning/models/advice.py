"""What others say of a list: comments, consulted bodies, and the evidence as it stood when the list was submitted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.encryption import EncryptedTextField
from orgtree.choices import Role, Verb
from orgtree.models import ROLE_VERBS, Person, Title, Unit, UnitLink
from planning.choices import Answer
from planning.models.bodies import ConsultedBody, is_body
from planning.models.rounds import Line, LineQuerySet, StateChange, Submission


class OfLine(models.QuerySet):
    """Rows about one line, seen by who sees the plans of its unit."""

    def visible_to(self, user, on):
        return self.filter(line__submission__unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))


@history.tracked()
class Comment(models.Model):
    """Words about a submission or one of its lines. Append-only. With `change`: what is to be corrected there, said
    when the submission was returned by that step."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="comments", verbose_name=_("submission"))
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("line")
    )
    change = models.ForeignKey(
        StateChange, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("returned by")
    )
    text = models.CharField(_("comment"), max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["submission", "pk"]
        constraints = [models.CheckConstraint(name="comment_says_something", condition=~Q(text=""))]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.text[:40]}"


def _below(grants, verb: str, on):
    """The units in which one of these grants lets its holder do `verb`."""
    units = [grant.unit_id for grant in grants if verb in ROLE_VERBS[grant.role]]
    return UnitLink.objects.on(on).filter(ancestor__in=units).values("descendant")


class ConsultationQuerySet(OfLine):
    def visible_to(self, user, on):
        """Those about lines of plans that the reader sees, and those put to the reader: consulted bodies and home units
        see what they were asked and nothing else. Answers of bodies touch on what dossiers restrict: of the lines of
        their own lists, units see what home units were asked."""
        held = [grant for grant in user.current_grants if not is_body(grant.role)]
        sees, restricted = (
            Q(line__submission__unit__in=_below(held, verb, on)) for verb in (Verb.SEE_PLANS, Verb.SEE_RESTRICTED)
        )
        return self.filter(sees & (Q(role="", body=None) | restricted) | self._put_to(user, on))

    def put_to(self, user, on):
        """Questions that the reader answers: put to a role held where the line's unit is, or to the home unit."""
        return self.filter(self._put_to(user, on))

    def waiting(self):
        return self.filter(answered_at=None)

    def by_urgency(self):
        """Those without an answer first, what is due soonest before."""
        return self.order_by(F("answered_at").asc(nulls_first=True), F("due").asc(nulls_last=True), "pk")

    @staticmethod
    def _put_to(user, on):
        found = Q(pk__in=())
        for grant in user.current_grants:
            if Verb.ANSWER in ROLE_VERBS[grant.role]:
                reached = UnitLink.objects.on(on).filter(ancestor=grant.unit_id).values("descendant")
                home = Q(unit__in=reached) if grant.role == Role.UNIT_SECRETARY else Q(pk__in=())
                found |= home | Q(role=grant.role, line__submission__unit__in=reached)
        return found


@history.tracked()
class Consultation(models.Model):
    """One body asked about one line, or the home unit of somebody from outside. Once answered it stays.

    `role`, `unit`: who answers, as the body had it when it was asked; a question to a home unit has no `body`.
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="consultations", verbose_name=_("line"))
    body = models.ForeignKey(
        ConsultedBody,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("consulted body"),
    )
    role = models.CharField(_("body"), max_length=30, choices=Role, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name=_("home unit")
    )
    question = models.CharField(_("question"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_on = models.DateField(_("asked on"))
    due = models.DateField(_("answer due"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    words = models.CharField(_("in words"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["line", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="consultation_unique",
                fields=["line", "body", "role", "unit"],
                nulls_distinct=False,
                violation_error_message=_("This body has been asked about that line already."),
            ),
            models.CheckConstraint(
                name="consultation_asks_one_body",
                condition=Q(role="", unit__isnull=False) | (~Q(role="") & Q(unit=None)),
                violation_error_message=_("Ask one body: a role or a unit."),
            ),
            models.CheckConstraint(
                name="consultation_answered_whole",
                condition=Q(answer="", answered_by=None, answered_on=None, answered_at=None)
                | Q(
                    answer__in=Answer.values,
                    answered_by__isnull=False,
                    answered_on__isnull=False,
                    answered_at__isnull=False,
                ),
            ),
        ]
        triggers = [history.closed("answered_at")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.role or self.unit_id}"


@history.tracked(exclude=("facts", "restricted"))
class Evidence(models.Model):
    """What the program knew of the person of a line when the list was submitted. Append-only.

    `facts` and `restricted` are JSON objects: what the dossier says and what each clause of eligibility found; in
    `restricted` what only readers of restricted parts may see (discipline, political conclusion). `digest`: SHA-256,
    hexadecimal, of both in canonical form (docs/sealing.md).
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="evidence", verbose_name=_("line"))
    change = models.ForeignKey(StateChange, models.PROTECT, related_name="evidence", verbose_name=_("submitted by"))
    facts = models.JSONField(_("facts"))
    restricted = EncryptedTextField(_("restricted facts"), blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    objects = OfLine.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["line", "change"]
        constraints = [models.UniqueConstraint(name="evidence_unique", fields=["line", "change"])]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.digest[:12]}"


class AppointmentProposalQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))

    def pending(self, on):
        """Proposed by `on` and not settled by then."""
        return self.filter(Q(settled_on=None) | Q(settled_on__gt=on), proposed_on__lte=on)


@history.tracked()
class AppointmentProposal(models.Model):
    """Somebody is being proposed for appointment or candidacy: planning does not go on for them at the same time
    (P_NO_SIMULTANEOUS, domain.md §4.1)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="proposals", verbose_name=_("person"))
    title = models.ForeignKey(Title, models.PROTECT, related_name="proposals", verbose_name=_("title"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals", verbose_name=_("unit"))
    proposed_on = models.DateField(_("proposed on"))
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = AppointmentProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of appointment")
        verbose_name_plural = _("proposals of appointment")
        ordering = ["-proposed_on", "person"]
        constraints = [
            models.CheckConstraint(
                name="appointmentproposal_days",
                condition=Q(settled_on=None) | Q(settled_on__gte=F("proposed_on")),
                violation_error_message=_("It cannot be settled before it was proposed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.title_id}"
