"""Accounts and grants: a role, in a unit and everything below it, for a period."""

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock, history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import Role, Verb
from orgtree.models.people import Person
from orgtree.models.units import Unit

_READS = {Verb.SEE_UNITS, Verb.SEE_PEOPLE, Verb.SEE_PLANS, Verb.SEE_INDICATORS}
_CENTRE = {*_READS, Verb.SEE_RESTRICTED, Verb.SEE_HISTORY, Verb.SEE_JOBS}
_UNIT = {*_READS, Verb.PROPOSE, Verb.PROPOSE_CHANGES, Verb.EXPORT}

ROLE_VERBS: dict[str, frozenset[str]] = {
    Role.BOARD_CLERK: frozenset(
        {*_CENTRE, Verb.EDIT_PEOPLE, Verb.OPEN_ROUND, Verb.RECOMPUTE, Verb.EXPORT, Verb.PUBLISH, Verb.KEEP_AGENDA}
        | {Verb.ENTER_ADMIN, Verb.PROPOSE, Verb.PROPOSE_CHANGES, Verb.CHANGE_STRUCTURE}
    ),
    Role.BOARD_APPRAISER: frozenset({*_CENTRE, Verb.APPRAISE, Verb.RETURN, Verb.EXPORT, Verb.ENTER_ADMIN}),
    Role.UNIT_CLERK: frozenset(_UNIT),
    Role.UNIT_SECRETARY: frozenset({*_UNIT, Verb.SUBMIT, Verb.ANSWER, Verb.SEE_HISTORY}),
    Role.STANDING_COMMITTEE: frozenset({*_CENTRE, Verb.APPROVE, Verb.RETURN, Verb.EXPORT, Verb.ENTER_ADMIN}),
    Role.INSPECTION: frozenset({*_CENTRE, Verb.ANSWER, Verb.SEE_READ_LOG}),
    Role.AUDITOR: frozenset(
        {Verb.SEE_UNITS, Verb.SEE_INDICATORS, Verb.SEE_HISTORY, Verb.SEE_READ_LOG, Verb.SEE_JOBS, Verb.ENTER_ADMIN}
    ),
    Role.ADMINISTRATOR: frozenset(
        {Verb.SEE_UNITS, Verb.SEE_INDICATORS, Verb.SEE_JOBS, Verb.RECOMPUTE, Verb.ENTER_ADMIN}
        | {Verb.MANAGE_ACCOUNTS, Verb.MANAGE_REFERENCE}
    ),
}
"""The one table of what a role lets its holder do. Auditors and administrators open no dossier."""

DECIDING_ROLES = frozenset({Role.STANDING_COMMITTEE, Role.BOARD_APPRAISER, Role.ADMINISTRATOR})
"""Roles that decide or administer: a second factor is required of them when the setting says so."""

_CURRENT_GRANTS = """
SELECT held.*,
    EXISTS (
        SELECT FROM orgtree_unitversion AS top
        WHERE top.unit_id = held.unit_id AND top.parent_id IS NULL AND top.period @> %(today)s::date
    ) AS at_top,
    (SELECT count(*) FROM anphu_notice AS notice WHERE notice.user_id = held.user_id AND notice.read_at IS NULL)
        AS unread
FROM orgtree_rolegrant AS held
WHERE held.user_id = %(user)s AND held.period @> %(today)s::date
"""
"""Asked by every request, which spent a sixth of its time on making these words out of querysets."""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.ManualEvent("password_set"),
    pghistory.ManualEvent("second_factor_removed"),
    exclude=["password", "last_login"],
)
class User(AbstractUser):
    """An account. What it may do is in its grants alone; `is_superuser` opens nothing."""

    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="accounts", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

    def get_full_name(self) -> str:
        """Family name first, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip()

    @cached_property
    def current_grants(self) -> list["RoleGrant"]:
        """Grants in force today by the clock: a revoked grant opens nothing, whichever day is looked at."""
        if not self.is_active:
            return []
        return list(RoleGrant.objects.raw(_CURRENT_GRANTS, {"user": self.pk, "today": clock.today()}))

    @property
    def unread_notices(self) -> int:
        """How many notices wait; counted along with the grants, so that the bell on every page costs no query."""
        return self.current_grants[0].unread if self.current_grants else 0

    @property
    def roles(self) -> list[Role]:
        """Roles held today, in the order of the vocabulary."""
        held = {grant.role for grant in self.current_grants}
        return [role for role in Role if role in held]

    def granted(self, verb: str) -> list[int]:
        """Ids of the units whose grant lets this user do `verb` there and below."""
        return [grant.unit_id for grant in self.current_grants if verb in ROLE_VERBS[grant.role]]

    def may_somewhere(self, verb: str) -> bool:
        return bool(self.granted(verb))

    def may_everywhere(self, verb: str) -> bool:
        """Whether a grant for `verb` is held in a unit without a parent today: for what belongs to no unit alone."""
        return any(grant.at_top and verb in ROLE_VERBS[grant.role] for grant in self.current_grants)


@history.tracked()
class RoleGrant(models.Model):
    """`user` has `role` in `unit` and everything below it during `period`."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants", verbose_name=_("unit"))
    period = PeriodField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            no_overlap("rolegrant_no_overlap", "user", "role", "unit"),
            has_days("rolegrant_has_days"),
            models.CheckConstraint(name="rolegrant_role_known", condition=models.Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_role_display()} @ {self.unit_id}"
