"""Tables of *what is*. Imports go one way: reference and units below, people above them, then dossiers, access last."""

from orgtree.models import dossier
from orgtree.models.access import DECIDING_ROLES, ROLE_VERBS, RoleGrant, User
from orgtree.models.desks import Draft, ListState, SavedFilter
from orgtree.models.documents import DocumentTemplate
from orgtree.models.dossier import *  # noqa: F403 - every part of a dossier is a table of ours
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
    "Campaign",
    "CampaignUnit",
    "ChangeItem",
    "ChangeRequest",
    "ClearedWarning",
    "CodeEntry",
    "Committee",
    "Confirmation",
    "DocumentTemplate",
    "DossierParameter",
    "DossierRead",
    "Draft",
    "EthnicGroup",
    "ExternalCode",
    "Holiday",
    "ImportBatch",
    "ImportLayout",
    "ImportRow",
    "ListState",
    "Merge",
    "NotSame",
    "PartyMembership",
    "Person",
    "Posting",
    "Religion",
    "RightsDeadline",
    "RightsRequest",
    "RoleGrant",
    "SavedFilter",
    "Title",
    "TitleStandard",
    "Unit",
    "UnitLink",
    "UnitVersion",
    "User",
    *dossier.__all__,
]
