"""What a person has done for a living and in service. Posts in our own tree are postings; these are a life in words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgtree.choices import Scheme, Side
from orgtree.models.dossier.part import PartialDateField, Row, Single, code, in_order, part, real_dates, words


@part
class Employment(Single):
    """Recruitment and the work done now."""

    job_before = words(_("occupation before recruitment"))
    recruited_on = PartialDateField(_("recruited on"))
    recruited_by = words(_("recruited by"))
    here_since = PartialDateField(_("in the present agency since"))
    revolution_joined_on = PartialDateField(_("joined the revolution on"))
    present_post = words(_("present post in words"))
    appointed_on = PartialDateField(_("appointed on"))
    reappointed_on = PartialDateField(_("reappointed on"))
    main_work = words(_("main work now"), 300)
    longest_work = words(_("work done longest"), 300)
    strengths = words(_("strengths"), 300)

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employment")
        constraints = [
            *real_dates(
                "employment", "recruited_on", "here_since", "revolution_joined_on", "appointed_on", "reappointed_on"
            )
        ]


@part
class WorkPeriod(Row):
    """A stretch of working life: from, to, what, where."""

    started = PartialDateField(pgettext_lazy("dates", "from"), null=False, blank=False)
    ended = PartialDateField(pgettext_lazy("dates", "to"))
    position = words(_("work or title"), 300)
    place = words(_("agency or unit"), 300)
    side = models.CharField(_("side"), max_length=12, choices=Side, blank=True)

    class Meta:
        verbose_name = _("stretch of work")
        verbose_name_plural = _("work history")
        constraints = [*real_dates("workperiod", "started", "ended"), in_order("workperiod", "started", "ended")]


@part
class Service(Single):
    """Military service and merits that policies honour."""

    enlisted_on = PartialDateField(_("enlisted on"))
    discharged_on = PartialDateField(_("discharged on"))
    military_rank = code(Scheme.MILITARY_RANK, _("highest military rank"))
    policy = code(Scheme.POLICY, _("policy beneficiary"))
    policy_note = words(_("class of wounds or merit"), 200)

    class Meta:
        verbose_name = _("military service and policy")
        verbose_name_plural = _("military service and policy")
        constraints = [
            *real_dates("service", "enlisted_on", "discharged_on"),
            in_order("service", "enlisted_on", "discharged_on"),
        ]


@part
class PayStep(Row):
    """A civil-service rank, its step and coefficient, from a day on."""

    rank = code(Scheme.SERVICE_RANK, _("civil-service rank"))
    rank_code = words(_("code of the rank"), 20)
    step = models.PositiveSmallIntegerField(pgettext_lazy("pay", "step"), null=True, blank=True)
    coefficient = models.DecimalField(_("coefficient"), max_digits=5, decimal_places=2, null=True, blank=True)
    allowance = models.DecimalField(_("allowance"), max_digits=5, decimal_places=2, null=True, blank=True)
    since = PartialDateField(_("since"), null=False, blank=False)

    class Meta:
        verbose_name = _("rank and pay")
        verbose_name_plural = _("rank and pay")
        constraints = [
            *real_dates("paystep", "since"),
            models.CheckConstraint(
                name="paystep_not_negative",
                condition=(Q(coefficient=None) | Q(coefficient__gte=0)) & (Q(allowance=None) | Q(allowance__gte=0)),
            ),
        ]
