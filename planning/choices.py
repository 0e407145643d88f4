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
    APPROVE = "approve", pgettext_lazy("move", "Approve")


class RoundVerb(models.TextChoices):
    OPEN = "open", pgettext_lazy("move", "Open the round")
    CLOSE = "close", pgettext_lazy("move", "Close the round")


class Proposal(models.TextChoices):
    """What a unit proposes for one person and one title."""

    KEEP = "keep", pgettext_lazy("proposal", "keep")
    ADD = "add", pgettext_lazy("proposal", "add")
    REMOVE = "remove", pgettext_lazy("proposal", "remove")


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
