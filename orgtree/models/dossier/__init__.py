"""The parts of a dossier besides its core: some once a person, some as dated rows. See orgtree/sections.py."""

from orgtree.models.dossier.circumstances import Background, Declaration, ForeignTie, HealthCheck
from orgtree.models.dossier.conduct import Commendation, Discipline, Rating
from orgtree.models.dossier.family import FamilyMember
from orgtree.models.dossier.learning import LanguageSkill, Schooling, Training
from orgtree.models.dossier.origins import Contact, Papers
from orgtree.models.dossier.party import PartyBadge, PartyEvent, PartyRecord
from orgtree.models.dossier.stated import StatedPlan
from orgtree.models.dossier.work import Employment, PayStep, Service, WorkPeriod

__all__ = [
    "Background",
    "Commendation",
    "Contact",
    "Declaration",
    "Discipline",
    "Employment",
    "FamilyMember",
    "ForeignTie",
    "HealthCheck",
    "LanguageSkill",
    "Papers",
    "PartyBadge",
    "PartyEvent",
    "PartyRecord",
    "PayStep",
    "Rating",
    "Schooling",
    "Service",
    "StatedPlan",
    "Training",
    "WorkPeriod",
]
