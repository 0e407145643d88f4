"""Tables of *what is*. Imports go one way: reference and units below, people above them, then dossiers, access last."""

from orgtree.models.access import DECIDING_ROLES, ROLE_VERBS, RoleGrant, User
from orgtree.models.desks import Draft, ListState, SavedFilter
from orgtree.models.documents import DocumentTemplate
from orgtree.models.dossier import (
    Background,
    Commendation,
    Contact,
    Declaration,
    Discipline,
    Employment,
    FamilyMember,
    ForeignTie,
    HealthCheck,
    LanguageSkill,
    Papers,
    PartyBadge,
    PartyEvent,
    PartyRecord,
    PayStep,
    Rating,
    Schooling,
    Service,
    StatedPlan,
    Training,
    WorkPeriod,
)
from orgtree.models.files import Attachment, DossierRead
from orgtree.models.identity import Merge, NotSame
from orgtree.models.intake import ImportBatch, ImportLayout, ImportRow
from orgtree.models.people import PartyMembership, Person, Posting
from orgtree.models.reference import CodeEntry, DossierParameter, EthnicGroup, ExternalCode, Religion
from orgtree.models.reviews import Campaign, CampaignUnit, ChangeItem, ChangeRequest, ClearedWarning, Confirmation
from orgtree.models.rights import Holiday, RightsDeadline, RightsRequest
from orgtree.models.titles import Title, TitleStandard
from orgtree.models.units import Committee, Unit, UnitLink, UnitVersion

__all__ = [
    "DECIDING_ROLES",
    "ROLE_VERBS",
    "Attachment",
    "Background",
    "Campaign",
    "CampaignUnit",
    "ChangeItem",
    "ChangeRequest",
    "ClearedWarning",
    "CodeEntry",
    "Commendation",
    "Committee",
    "Confirmation",
    "Contact",
    "Declaration",
    "Discipline",
    "DocumentTemplate",
    "DossierParameter",
    "DossierRead",
    "Draft",
    "Employment",
    "EthnicGroup",
    "ExternalCode",
    "FamilyMember",
    "ForeignTie",
    "HealthCheck",
    "Holiday",
    "ImportBatch",
    "ImportLayout",
    "ImportRow",
    "LanguageSkill",
    "ListState",
    "Merge",
    "NotSame",
    "Papers",
    "PartyBadge",
    "PartyEvent",
    "PartyMembership",
    "PartyRecord",
    "PayStep",
    "Person",
    "Posting",
    "Rating",
    "Religion",
    "RightsDeadline",
    "RightsRequest",
    "RoleGrant",
    "SavedFilter",
    "Schooling",
    "Service",
    "StatedPlan",
    "Title",
    "TitleStandard",
    "Training",
    "Unit",
    "UnitLink",
    "UnitVersion",
    "User",
    "WorkPeriod",
]
