"""Vocabulary of planning. Words only; see docs/glossary.md for the Vietnamese beside each."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundKind(models.TextChoices):
    NEW = "new", _("new plan")
    REVIEW = "review", _("yearly review and supplementation")
    TRANSFER = "transfer", _("transfer after a reorganisation")
    VACANCY = "vacancy", _("sudden vacancy")


class RoundState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("round", "in preparation")
    OPEN = "open", pgettext_lazy("round", "open")
    CLOSED = "closed", pgettext_lazy("round", "closed")


class SubmissionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("submission", "draft")
    SUBMITTED = "submitted", pgettext_lazy("submission", "submitted")
    APPRAISED = "appraised", pgettext_lazy("submission", "appraised")
    APPROVED = "approved", pgettext_lazy("submission", "approved")


class SubmissionVerb(models.TextChoices):
    SUBMIT = "submit", pgettext_lazy("move", "Submit")
    APPRAISE = "appraise", pgettext_lazy("move", "Appraise")
    RETURN = "return", pgettext_lazy("move", "Return for correction")
    TAKE_BACK = "take_back", pgettext_lazy("move", "Take back")
    APPROVE = "approve", pgettext_lazy("move", "Approve")


class RoundVerb(models.TextChoices):
    OPEN = "open", pgettext_lazy("move", "Open the round")
    CLOSE = "close", pgettext_lazy("move", "Close the round")


class Proposal(models.TextChoices):
    """What a unit proposes for one person and one title."""

    KEEP = "keep", pgettext_lazy("proposal", "keep")
    ADD = "add", pgettext_lazy("proposal", "add")
    REMOVE = "remove", pgettext_lazy("proposal", "remove")
    MOVE = "move", pgettext_lazy("proposal", "move to another title")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")


class Change(models.TextChoices):
    """What became of one person and title between two plans."""

    KEPT = "kept", pgettext_lazy("change", "kept")
    ADDED = "added", pgettext_lazy("change", "added")
    REMOVED = "removed", pgettext_lazy("change", "removed")
    MOVED = "moved", pgettext_lazy("change", "moved")


class Ground(models.TextChoices):
    """Why somebody leaves a plan (domain.md §4.8). What each means at a time is dated data (RemovalGround)."""

    AGE = "age", pgettext_lazy("ground", "over age")
    DISCIPLINE = "discipline", pgettext_lazy("ground", "disciplined")
    POLITICAL = "political", pgettext_lazy("ground", "political standard not met")
    HOLDS = "holds", pgettext_lazy("ground", "holds the title or a higher one")
    LOW_PRESTIGE = "low_prestige", pgettext_lazy("ground", "low prestige")
    OVER_TITLES = "over_titles", pgettext_lazy("ground", "planned for too many titles")
    NOT_COMPLETING = "not_completing", pgettext_lazy("ground", "does not complete the tasks")
    STANDARD = "standard", pgettext_lazy("ground", "no longer meets the standard")
    VIOLATION = "violation", pgettext_lazy("ground", "violated rules")
    LEFT = "left", pgettext_lazy("ground", "retired, left or died")
    UNIT_DISSOLVED = "unit_dissolved", pgettext_lazy("ground", "the unit or the title ended")


class GroundKind(models.TextChoices):
    """How a ground takes effect."""

    AUTOMATIC = "automatic", pgettext_lazy("ground", "takes effect by itself")
    REVIEW = "review", pgettext_lazy("ground", "for the review to judge")
    TRANSFER = "transfer", pgettext_lazy("ground", "by transfer")


class BallotKind(models.TextChoices):
    """What a conference does about people."""

    NONE = "none", pgettext_lazy("ballot", "discussion without a ballot")
    REFERRAL = "referral", pgettext_lazy("ballot", "secret referral ballot")
    VOTE = "vote", pgettext_lazy("ballot", "vote")


class Outcome(models.TextChoices):
    """What a ballot says of one line."""

    PASSED = "passed", pgettext_lazy("outcome", "passed")
    FAILED = "failed", pgettext_lazy("outcome", "not passed")
    TIED = "tied", pgettext_lazy("outcome", "tied")


class Answer(models.TextChoices):
    """What a consulted body says of a line."""

    AGREE = "agree", pgettext_lazy("answer", "no objection")
    OBJECT = "object", pgettext_lazy("answer", "objects")


class DecisionKind(models.TextChoices):
    """What kind of act a decision is."""

    APPROVAL = "approval", pgettext_lazy("decision", "approval of submissions")
    BY_RULE = "by_rule", pgettext_lazy("decision", "record of entries closed by rule")
    CORRECTION = "correction", pgettext_lazy("decision", "correction of an earlier decision")


class Audience(models.TextChoices):
    """To whom a decision is made known (domain.md §4.12)."""

    UNITS = "units", pgettext_lazy("audience", "the units concerned")
    PEOPLE = "people", pgettext_lazy("audience", "the units and the people concerned")
    ALL = "all", pgettext_lazy("audience", "every unit under the authority")


class MeetingKind(models.TextChoices):
    """Meetings of a district committee."""

    EXECUTIVE = "executive", pgettext_lazy("meeting", "executive committee")
    STANDING = "standing", pgettext_lazy("meeting", "standing committee")
    STANDING_BODY = "standing_body", pgettext_lazy("meeting", "standing body")
    EXTRAORDINARY = "extraordinary", pgettext_lazy("meeting", "extraordinary")


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    HELD = "held", pgettext_lazy("meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class ProgrammeKind(models.TextChoices):
    """Work programmes of a committee."""

    TERM = "term", pgettext_lazy("programme", "full-term work programme")
    YEAR = "year", pgettext_lazy("programme", "yearly work programme")
    INSPECTION = "inspection", pgettext_lazy("programme", "full-term inspection and supervision programme")


class ItemState(models.TextChoices):
    """How far an item of a programme is."""

    PLANNED = "planned", pgettext_lazy("item", "planned")
    DOING = "doing", pgettext_lazy("item", "being done")
    DONE = "done", pgettext_lazy("item", "done")
    DROPPED = "dropped", pgettext_lazy("item", "dropped")


class Scope(models.TextChoices):
    """Whose rule it is, the nearest last: a province or a district may set its own numbers."""

    CENTRAL = "central", pgettext_lazy("scope", "central")
    PROVINCE = "province", pgettext_lazy("scope", "province")
    DISTRICT = "district", pgettext_lazy("scope", "district")


class DocumentState(models.TextChoices):
    IN_FORCE = "in_force", pgettext_lazy("document", "in force")
    REPLACED = "replaced", pgettext_lazy("document", "replaced")
    DONE = "done", pgettext_lazy("document", "its term is over")
    UNCHECKED = "unchecked", pgettext_lazy("document", "not checked")


class ClauseKind(models.TextChoices):
    """What a clause asks; how each is judged is declared in planning/rules/clauses.py."""

    HIGHER_TITLE = "higher_title", _("title higher than those held")
    MONTHS_LEFT = "months_left", _("months left to serve")
    PARTY_YEARS = "party_years", _("years in the Party")
    OFFICIAL_MEMBER = "official_member", _("official member")
    POST_HELD = "post_held", _("post held before")
    NOT_LOCAL = "not_local", _("not a local person")
    RATINGS = "ratings", _("ratings of the last years")
    NO_DISCIPLINE = "no_discipline", _("no discipline in effect")
    AGE = "age", _("age")
    POLITICAL = "political", _("conclusion on the political standard")


class Cycle(models.TextChoices):
    """Whose elections a counting day belongs to."""

    COMMITTEE = "committee", pgettext_lazy("cycle", "Party committees")
    COUNCIL = "council", pgettext_lazy("cycle", "People's Councils and People's Committees")


class Verdict(models.TextChoices):
    """What a clause says of a person, the best last."""

    LACKING = "lacking", pgettext_lazy("clause", "lacking")
    UNKNOWN = "unknown", pgettext_lazy("clause", "not known")
    WAIVER = "waiver", pgettext_lazy("clause", "needs a waiver")
    MET = "met", pgettext_lazy("clause", "met")


class Theme(models.TextChoices):
    """What indicators are grouped by."""

    TARGETS = "targets", pgettext_lazy("theme", "targets")
    STRUCTURE = "structure", pgettext_lazy("theme", "structure")
    TRAINING = "training", pgettext_lazy("theme", "education and ratings")
    SERVICE = "service", pgettext_lazy("theme", "time left to serve")
    NUMBERS = "numbers", pgettext_lazy("theme", "numbers of the plan")
    COVERAGE = "coverage", pgettext_lazy("theme", "coverage of titles")
    REVIEWS = "reviews", pgettext_lazy("theme", "reviews and dossiers")


class DayReason(models.TextChoices):
    """Why the values of a day are stored."""

    LIVE = "live", pgettext_lazy("measured day", "present")
    MONTH_END = "month_end", pgettext_lazy("measured day", "end of a month")
    DECISION = "decision", pgettext_lazy("measured day", "day of a decision")


class Foreseen(models.TextChoices):
    """On what assumption a forecast stands."""

    NOBODY = "nobody", pgettext_lazy("forecast", "nobody is appointed")
    PLAN = "plan", pgettext_lazy("forecast", "the plan is carried out")
    SAVED = "saved", pgettext_lazy("forecast", "a saved scenario")


class Tried(models.TextChoices):
    """What one move of a scenario does."""

    APPOINT = "appoint", pgettext_lazy("scenario", "takes a title")
    LEAVE = "leave", pgettext_lazy("scenario", "leaves a title")
    ADD = "add", pgettext_lazy("scenario", "is added to a plan")
    REMOVE = "remove", pgettext_lazy("scenario", "is removed from a plan")
