"""What the frame of every page needs: navigation by what the roles allow, the working day, who is signed in."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anphu import demo_accounts
from anphu.kit import clock
from orgtree.choices import Role, Verb


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation: shown to whoever may `verb` somewhere, current on the pages it `covers`."""

    label: str
    url_name: str
    verb: str
    covers: frozenset[str] = frozenset()


NAVIGATION = (
    Entry(_("Worklist"), "worklist", Verb.SEE_UNITS),
    Entry(_("Units"), "units", Verb.SEE_UNITS, frozenset({"unit"})),
    Entry(
        pgettext_lazy("navigation", "People"),
        "people",
        Verb.SEE_PEOPLE,
        frozenset({"person", "people-export", "person-files", "attach", "detach"}),
    ),
    Entry(
        _("Imports"),
        "imports",
        Verb.EDIT_PEOPLE,
        frozenset({"import", "import-new", "import-row", "people-in-layout"}),
    ),
    Entry(_("Plans"), "plan", Verb.SEE_PLANS, frozenset({"eligibility", "rules"})),
    Entry(
        _("Rounds"),
        "rounds",
        Verb.SEE_PLANS,
        frozenset(
            {"round", "submission", "submission-move", "submission-line-add", "line-edit", "round-new", "round-move"}
        ),
    ),
    Entry(_("Decisions"), "decisions", Verb.SEE_PLANS, frozenset({"decision", "decision-new"})),
    Entry(_("Indicators"), "indicators", Verb.SEE_INDICATORS, frozenset({"indicator"})),
    Entry(_("Data-subject requests"), "rights", Verb.EDIT_PEOPLE, frozenset({"rights-new", "rights-request"})),
    Entry(_("Read log"), "read-log", Verb.SEE_READ_LOG, frozenset({"read-log-export"})),
    Entry(_("Jobs"), "jobs", Verb.SEE_JOBS, frozenset({"job", "recompute"})),
)


def frame(request: HttpRequest) -> dict:
    """Context of base.html. No query of its own beyond the reader's account and grants."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "nav": navigation(request, user) if signed_in else [],
        "roles": [role.label for role in user.roles] if signed_in else [],
        "may_administer": signed_in and user.may_somewhere(Verb.ENTER_ADMIN),
        "on": getattr(request, "on", None),
        "today": clock.today(),
        "demo_accounts": [] if signed_in or not settings.ANPHU_DEMO else DEMO_ACCOUNTS,
    }


def navigation(request: HttpRequest, user) -> list[tuple[str, str, bool]]:
    """`(label, url name, is current)` for every entry the reader may open."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        (entry.label, entry.url_name, here == entry.url_name or here in entry.covers)
        for entry in NAVIGATION
        if user.may_somewhere(entry.verb)
    ]


_DEMO_ROLES = (
    Role.BOARD_CLERK,
    Role.BOARD_APPRAISER,
    Role.UNIT_SECRETARY,
    Role.UNIT_SECRETARY,
    Role.STANDING_COMMITTEE,
    Role.INSPECTION,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
DEMO_ACCOUNTS = list(zip(demo_accounts.ACCOUNTS, (role.label for role in _DEMO_ROLES), strict=True))
"""Offered on the sign-in page of the demo: its people are fictional and its password is printed at the start."""
