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
    """One entry of the navigation: shown to whoever may `verb` somewhere, current on the pages it `covers`.

    An entry with `parts` leads to the first of them that the reader may open, and shows them all while one is open.
    """

    label: str
    url_name: str = ""
    verb: str = ""
    covers: frozenset[str] = frozenset()
    parts: tuple["Entry", ...] = ()


DOSSIERS = (
    Entry(
        pgettext_lazy("navigation", "People"),
        "people",
        Verb.SEE_PEOPLE,
        frozenset(
            {"person", "person-new", "people-export", "person-files", "attach", "detach", "people-edit"}
            | {"people-columns", "saved-filters", "document-templates"}
        ),
    ),
    Entry(_("Change requests"), "changes", Verb.SEE_PEOPLE, frozenset({"change", "change-propose"})),
    Entry(
        _("Reviews"),
        "campaigns",
        Verb.SEE_PEOPLE,
        frozenset({"campaign", "campaign-new", "campaign-unit", "campaign-reminder"}),
    ),
    Entry(
        _("Imports"),
        "imports",
        Verb.EDIT_PEOPLE,
        frozenset({"import", "import-new", "import-row", "import-columns", "people-in-layout"}),
    ),
    Entry(_("Doubles"), "duplicates", Verb.EDIT_PEOPLE, frozenset({"merge", "merge-undo"})),
    Entry(_("Data-subject requests"), "rights", Verb.EDIT_PEOPLE, frozenset({"rights-new", "rights-request"})),
    Entry(_("Read log"), "read-log", Verb.SEE_READ_LOG, frozenset({"read-log-export"})),
)
PLANS = (
    Entry(
        _("Plan in force"),
        "plan",
        Verb.SEE_PLANS,
        frozenset({"eligibility", "plan-whole", "succession", "person-path"}),
    ),
    Entry(
        pgettext_lazy("navigation", "Differences"),
        "plan-differences",
        Verb.SEE_PLANS,
        frozenset({"plan-differences-sheet"}),
    ),
    Entry(_("Coverage of titles"), "coverage", Verb.SEE_PLANS),
    Entry(_("Scenarios"), "scenarios", Verb.SEE_PLANS, frozenset({"scenario", "scenario-add", "scenario-round"})),
    Entry(
        _("Rounds"),
        "rounds",
        Verb.SEE_PLANS,
        frozenset(
            {
                "round",
                "submission",
                "submission-compare",
                "submission-move",
                "submission-line-add",
                "line-edit",
                "round-new",
                "round-move",
                "round-steps",
                "round-edit",
                "conferences",
                "conference",
                "conference-new",
                "board",
                "board-deed",
                "submission-lines",
                "submission-draft",
                "submission-claim",
                "submission-comment",
                "submission-ask",
                "submission-paper",
            }
        ),
    ),
    Entry(_("Questions"), "consultations", Verb.SEE_PLANS, frozenset({"consultation"})),
    Entry(
        _("Decisions"),
        "decisions",
        Verb.SEE_PLANS,
        frozenset({"decision", "decision-new", "decision-correct", "decision-publish", "publication"}),
    ),
    Entry(pgettext_lazy("navigation", "To confirm"), "receipts", Verb.SUBMIT),
    Entry(_("Rules"), "rules", Verb.SEE_PLANS),
    Entry(_("Calendar"), "calendar", Verb.SEE_PLANS, frozenset({"meeting", "meeting-new", "meeting-edit"})),
    Entry(
        pgettext_lazy("navigation", "Programmes"),
        "programmes",
        Verb.SEE_PLANS,
        frozenset({"programme", "programme-new"}),
    ),
)
NAVIGATION = (
    Entry(_("Worklist"), "worklist", Verb.SEE_UNITS),
    Entry(_("Units"), "units", Verb.SEE_UNITS, frozenset({"unit", "unit-new", "unit-change", "unit-end"})),
    Entry(_("Dossiers"), parts=DOSSIERS),
    Entry(_("Plans"), parts=PLANS),
    Entry(
        _("Indicators"),
        "indicators",
        Verb.SEE_INDICATORS,
        frozenset(
            {
                "indicator",
                "indicators-heat",
                "indicators-terms",
                "indicator-behind",
                "indicator-series",
                "ages",
                "retirements",
                "solver",
            }
            | {"forecast"}
        ),
    ),
    Entry(
        _("Jobs"), "jobs", Verb.SEE_JOBS, frozenset({"job", "recompute", "recompute-part", "job-stop", "job-restart"})
    ),
)
Link = tuple[str, str, bool]


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


def navigation(request: HttpRequest, user) -> list[tuple[str, str, bool, list[Link]]]:
    """`(label, url name, is current, parts)` for every entry the reader may open; a part is such a triple itself."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    shown = []
    for entry in NAVIGATION:
        parts = [_link(part, here) for part in entry.parts if user.may_somewhere(part.verb)]
        if parts:
            shown.append((entry.label, parts[0][1], any(active for _l, _u, active in parts), parts))
        elif not entry.parts and user.may_somewhere(entry.verb):
            shown.append((*_link(entry, here), []))
    return shown


def _link(entry: Entry, here: str) -> Link:
    return entry.label, entry.url_name, here == entry.url_name or here in entry.covers


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
