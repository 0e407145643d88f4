"""Bodies that the rules name to be asked about lists: dated data, with its basis and how well it is known."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import Confidence, Role, Verb
from orgtree.models import ROLE_VERBS, Unit
from planning.models.law import LegalDocument, RuleSet


def is_body(role: str) -> bool:
    """Whether holders of the role are consulted as a body; secretaries answer for their unit."""
    return Verb.ANSWER in ROLE_VERBS[role] and role != Role.UNIT_SECRETARY


ROLES = [(role.value, role.label) for role in Role if is_body(role)]


class ConsultedBodyQuerySet(PeriodQuerySet):
    def visible_to(self, user, on):
        """All of them: they name no person."""
        return self

    def under(self, rule_set: RuleSet | None, day: datetime.date):
        """Those that apply to what is done on `day` under `rule_set`: its own and those of no set."""
        judged_on = rule_set.judging_day(day) if rule_set else day
        return self.on(judged_on).filter(Q(rule_set=None) | Q(rule_set=rule_set))


@history.tracked()
class ConsultedBody(models.Model):
    """A body that may be asked about the lines of a list while the rules name it (domain.md §4.6, step 6).

    It answers through the holders of `role` above the unit of the list, or through whoever answers for `unit`. One with
    neither is named by the rules, but nobody answers for it yet: it cannot be asked.
    """

    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("answered by the holders of"), max_length=30, choices=ROLES, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by the unit")
    )
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("rule set")
    )
    period = PeriodField()
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("document")
    )
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = ConsultedBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("consulted body")
        verbose_name_plural = _("consulted bodies")
        ordering = ["name", "period"]
        constraints = [
            has_days("consultedbody_has_days"),
            no_overlap("consultedbody_no_overlap", "code"),
            models.CheckConstraint(
                name="consultedbody_answers_once",
                condition=Q(role="") | Q(unit=None),
                violation_error_message=_("Name who answers: a role or a unit, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answers(self) -> bool:
        """Whether anybody is named who answers for it."""
        return bool(self.role or self.unit_id)
