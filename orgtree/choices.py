"""Vocabulary of orgtree. Words only; see docs/glossary.md for the Vietnamese beside each."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Kinds of Party organisation (Party Charter 2011, articles 10, 21, 24)."""

    CENTRAL = "central", _("Central Committee")
    PROVINCE = "province", _("provincial Party organisation")
    DISTRICT = "district", _("district Party organisation")
    GRASSROOTS_COMMITTEE = "grassroots_committee", _("grassroots Party committee")
    GRASSROOTS_CELL = "grassroots_cell", _("grassroots Party cell")
    SECTION_COMMITTEE = "section_committee", _("section Party committee")
    SUBORDINATE_CELL = "subordinate_cell", _("subordinate Party cell")


GRASSROOTS = (Kind.GRASSROOTS_COMMITTEE, Kind.GRASSROOTS_CELL)
CELLS = (Kind.GRASSROOTS_CELL, Kind.SUBORDINATE_CELL)

PARENT_KINDS: dict[str, tuple[str, ...]] = {
    Kind.CENTRAL: (),
    Kind.PROVINCE: (Kind.CENTRAL,),
    Kind.DISTRICT: (Kind.PROVINCE,),
    Kind.GRASSROOTS_COMMITTEE: (Kind.DISTRICT,),
    Kind.GRASSROOTS_CELL: (Kind.DISTRICT,),
    Kind.SECTION_COMMITTEE: (Kind.GRASSROOTS_COMMITTEE,),
    Kind.SUBORDINATE_CELL: (Kind.GRASSROOTS_COMMITTEE, Kind.SECTION_COMMITTEE),
}
"""Which kinds may stand above a kind. An empty tuple, and a district in an installation of its own, have no parent."""

ROOT_KINDS = (Kind.CENTRAL, Kind.PROVINCE, Kind.DISTRICT)


class Sector(models.TextChoices):
    COMMUNE = "commune", _("commune and town")
    PARTY = "party", _("Party agencies")
    GOVERNMENT = "government", _("government agencies")
    FRONT = "front", _("Front and mass organisations")
    FORCES = "forces", _("armed forces")
    EDUCATION = "education", pgettext_lazy("sector", "education")
    HEALTH = "health", _("health")
    JUDICIARY = "judiciary", _("judiciary")
    ENTERPRISE = "enterprise", _("enterprises and services")


class CommitteeKind(models.TextChoices):
    EXECUTIVE = "executive", _("executive committee")
    STANDING = "standing", _("standing committee")
    STANDING_BODY = "standing_body", _("standing body")


SEAT_RANK = {"": 0, CommitteeKind.EXECUTIVE: 1, CommitteeKind.STANDING: 2, CommitteeKind.STANDING_BODY: 3}
"""Committees are nested: whoever sits in the standing body sits in the standing and executive committees too."""


class Level(models.TextChoices):
    """The level at which a title counts (limits such as three titles a person are per level)."""

    CELL = "cell", pgettext_lazy("level", "cell")
    GRASSROOTS = "grassroots", pgettext_lazy("level", "grassroots")
    COMMUNE = "commune", pgettext_lazy("level", "commune")
    DISTRICT = "district", pgettext_lazy("level", "district")
    PROVINCE = "province", pgettext_lazy("level", "province")


class Side(models.TextChoices):
    PARTY = "party", pgettext_lazy("side", "Party")
    GOVERNMENT = "government", pgettext_lazy("side", "government")
    FRONT = "front", pgettext_lazy("side", "Front and mass organisations")


class Sex(models.TextChoices):
    MALE = "M", _("male")
    FEMALE = "F", _("female")


class Precision(models.TextChoices):
    DAY = "day", pgettext_lazy("precision", "day")
    MONTH = "month", pgettext_lazy("precision", "month")
    YEAR = "year", pgettext_lazy("precision", "year")


class Education(models.IntegerChoices):
    """Highest professional qualification, in rising order."""

    NONE = 0, _("no professional training")
    ELEMENTARY = 1, _("elementary vocational")
    INTERMEDIATE = 2, _("intermediate vocational")
    COLLEGE = 3, _("college")
    BACHELOR = 4, _("university")
    MASTER = 5, _("master")
    DOCTOR = 6, _("doctor")


class Theory(models.IntegerChoices):
    """Political theory, in rising order."""

    NONE = 0, pgettext_lazy("theory", "none")
    ELEMENTARY = 1, pgettext_lazy("theory", "elementary")
    INTERMEDIATE = 2, pgettext_lazy("theory", "intermediate")
    ADVANCED = 3, pgettext_lazy("theory", "advanced")
    BACHELOR = 4, pgettext_lazy("theory", "bachelor")


class StateManagement(models.IntegerChoices):
    """State management training, in rising order."""

    NONE = 0, pgettext_lazy("state management", "none")
    OFFICER = 1, pgettext_lazy("state management", "officer")
    SPECIALIST = 2, pgettext_lazy("state management", "specialist")
    PRINCIPAL = 3, pgettext_lazy("state management", "principal specialist")
    SENIOR = 4, pgettext_lazy("state management", "senior specialist")


class Confidence(models.TextChoices):
    """How a rule or a number of law is known; shown wherever it is applied."""

    SEEN = "S", _("seen in source")
    SECOND_HAND = "S2", _("seen second-hand")
    INFERRED = "I", _("inferred")
    UNVERIFIED = "U", _("unverified")


class Role(models.TextChoices):
    BOARD_CLERK = "board_clerk", _("organization-board clerk")
    BOARD_APPRAISER = "board_appraiser", _("organization-board appraiser")
    UNIT_CLERK = "unit_clerk", _("unit clerk")
    UNIT_SECRETARY = "unit_secretary", _("unit secretary")
    STANDING_COMMITTEE = "standing_committee", pgettext_lazy("role", "standing committee")
    INSPECTION = "inspection", _("inspection commission")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class Verb(models.TextChoices):
    """What a role lets a user do in the unit of the grant and everything below it."""

    SEE_UNITS = "see_units", _("see units")
    SEE_PEOPLE = "see_people", _("see people and dossiers")
    SEE_RESTRICTED = "see_restricted", _("see restricted parts of dossiers")
    EDIT_PEOPLE = "edit_people", _("edit people and dossiers")
    PROPOSE_CHANGES = "propose_changes", _("propose changes of dossiers")
    SEE_READ_LOG = "see_read_log", _("see who opened which dossier")
    SEE_PLANS = "see_plans", _("see plans, rounds and decisions")
    PROPOSE = "propose", _("propose lines")
    SUBMIT = "submit", _("submit")
    OPEN_ROUND = "open_round", _("open and close rounds")
    APPRAISE = "appraise", _("appraise")
    RETURN = "return", _("return for correction")
    APPROVE = "approve", _("approve")
    ANSWER = "answer", _("answer when consulted")
    PUBLISH = "publish", _("publish decisions")
    KEEP_AGENDA = "keep_agenda", _("keep meetings and work programmes")
    SEE_INDICATORS = "see_indicators", _("see indicators")
    RECOMPUTE = "recompute", _("start, stop and restart jobs")
    SEE_JOBS = "see_jobs", _("see jobs")
    SEE_HISTORY = "see_history", _("see history")
    EXPORT = "export", _("export lists")
    ENTER_ADMIN = "enter_admin", _("enter the administration")
    MANAGE_ACCOUNTS = "manage_accounts", _("manage accounts and grants")
    MANAGE_REFERENCE = "manage_reference", _("manage reference data and rules")
    CHANGE_STRUCTURE = "change_structure", _("change the structure of units")


class Scheme(models.TextChoices):
    """The short lists that dossiers choose from; their entries are dated data (CodeEntry)."""

    GENERAL_EDUCATION = "general_education", _("general education")
    DEGREE_TITLE = "degree_title", _("degrees")
    ACADEMIC_TITLE = "academic_title", _("academic titles")
    TRAINING_KIND = "training_kind", _("kinds of training")
    TRAINING_MODE = "training_mode", _("modes of training")
    LANGUAGE = "language", _("languages")
    RELATION = "relation", _("family relations")
    FAMILY_CLASS = "family_class", _("family classes")
    POLICY = "policy", _("policy beneficiaries")
    MILITARY_RANK = "military_rank", _("military ranks")
    SERVICE_RANK = "service_rank", _("civil-service ranks")
    COMMENDATION = "commendation", _("commendations and titles of honour")
    DISCIPLINE = "discipline", _("disciplinary measures")
    RATING = "rating", _("yearly ratings")
    PARTY_STATUS = "party_status", _("standings of Party members")
    PARTY_EVENT = "party_event", _("events of Party life")
    BADGE = "badge", _("Party badges")
    HEALTH = "health", _("health classes")
    BLOOD = "blood", _("blood groups")
    FOREIGN_KIND = "foreign_kind", _("kinds of foreign relations")
    DECLARATION = "declaration", _("kinds of declarations")
    PROVINCE = "province", _("provinces of birth registration")


class Purpose(models.TextChoices):
    """What a dossier must be complete for: a person in a plan needs more than an ordinary member."""

    MEMBER = "member", pgettext_lazy("purpose", "Party member")
    PLANNED = "planned", pgettext_lazy("purpose", "person in a plan")


class Sight(models.TextChoices):
    """Who sees a part of a dossier, and how, besides the right to see the person (decree 356/2025, articles 3, 4)."""

    OPEN = "open", _("open")
    MASKED = "masked", _("masked in lists")
    RESTRICTED = "restricted", _("restricted")


class ReadKind(models.TextChoices):
    """What was opened or carried away."""

    DOSSIER = "dossier", _("dossier")
    HISTORY = "history", _("history of a dossier")
    DOCUMENT = "document", _("printed dossier")
    LIST = "list", _("exported list")
    ATTACHMENT = "attachment", _("attachment")


class AttachmentKind(models.TextChoices):
    PHOTO = "photo", _("photo")
    DIPLOMA = "diploma", _("diploma or certificate")
    DECISION = "decision", pgettext_lazy("attachment", "decision")
    MINUTES = "minutes", _("minutes")
    OTHER = "other", pgettext_lazy("attachment", "other")


class ChangeKind(models.TextChoices):
    """What a change request asks for."""

    ADD = "add", pgettext_lazy("change", "add")
    CHANGE = "change", pgettext_lazy("change", "change")
    REMOVE = "remove", pgettext_lazy("change", "remove")


class Verdict(models.TextChoices):
    PENDING = "pending", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class BatchState(models.TextChoices):
    """The life of an import."""

    RECEIVED = "received", _("received")
    PREVIEWED = "previewed", _("previewed")
    FAILED = "failed", pgettext_lazy("import", "could not be read")
    COMMITTING = "committing", _("being written")
    COMMITTED = "committed", _("written")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    DISCARDED = "discarded", _("discarded")


class RowKind(models.TextChoices):
    """What the preview says of a row."""

    NEW = "new", pgettext_lazy("row", "new")
    CHANGED = "changed", pgettext_lazy("row", "changed")
    SAME = "same", pgettext_lazy("row", "same")
    DUPLICATE = "duplicate", _("possible duplicate")
    ERROR = "error", pgettext_lazy("row", "error")


class RightsKind(models.TextChoices):
    """What a data subject may ask for (law 91/2025, article 4; deadlines of decree 356/2025, article 5)."""

    SEE = "see", _("see the data")
    CORRECT = "correct", _("correct the data")
    COPY = "copy", _("a copy of the data")
    RESTRICT = "restrict", _("restrict the use")
    DELETE = "delete", _("delete the data")


class Urgency(models.TextChoices):
    """How a deadline stands on a day."""

    TIME = "time", _("there is time")
    SOON = "soon", _("due soon")
    LATE = "late", pgettext_lazy("deadline", "late")
    DONE = "done", _("done in time")
    DONE_LATE = "done_late", _("done late")


class DossierNumber(models.TextChoices):
    """Numbers that the checks of dossiers use; their values are dated data (DossierParameter)."""

    PROBATION_MONTHS = "probation_months", _("months of probation before full membership")
    ADMISSION_YEARS = "admission_years", _("least age at admission to the Party, years")
    DEGREE_YEARS = "degree_years", _("least age at a university degree, years")
    OLDEST_YEARS = "oldest_years", _("greatest plausible age, years")


class DocumentForm(models.TextChoices):
    """Official forms on which a dossier is printed, and the papers of rounds."""

    CADRE_1998 = "2c-tctw-98", _("2C-TCTW/98 (cadre CV of 1998)")
    UNIFIED_2023 = "cv-2023", _("unified CV of 2023")
    MEMBER = "2-hsdv", _("2-HSĐV (Party member form)")
    APPENDIX_1 = "appendix-1", _("Appendix 1: review and transfer of the plan")
    APPENDIX_2 = "appendix-2", _("Appendix 2: supplementation of the plan")
    EXTRACT = "extract", _("extract of dossiers")
    SUMMARY = "summary", _("summary of results")
    TALLY = "tally", _("minutes of the vote count")
    PROPOSAL = "proposal", _("proposal letter")
    APPROVAL = "approval", _("decision of approval with its list")
    BRIEF = "brief", _("brief on indicators")
