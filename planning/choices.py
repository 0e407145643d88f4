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
