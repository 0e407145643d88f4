"""Write the dossiers of a district: one COPY a section."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import models

from anphu.demo.accounts import Account
from anphu.demo.dossiers import life, party, private, reviews
from anphu.demo.dossiers.kin import related
from anphu.demo.dossiers.profiles import Profile, Profiles
from anphu.demo.tree import DAY, Node
from anphu.demo.world import World
from anphu.kit.encryption import EncryptedTextField, encrypt
from orgtree.choices import ChangeKind, Verdict
from orgtree.models import (
    Campaign,
    CampaignUnit,
    ChangeItem,
    ChangeRequest,
    CodeEntry,
    Confirmation,
    RightsRequest,
    dossier,
)
from orgtree.models.dossier.part import scheme_of
from orgtree.queries.changes import kept

Rows = Callable[[Profile, random.Random], Iterator[tuple]]
REVIEWS = (Campaign, CampaignUnit, ChangeItem, ChangeRequest, Confirmation, RightsRequest)


@dataclass(frozen=True)
class Sheet:
    """A section: its table, the fields of a row and what makes the rows of one person."""

    model: type[models.Model]
    fields: str
    rows: Rows
    always: bool = False
    """Also in a dossier that nobody has completed."""


def sheets(profiles: Profiles, kin: dict) -> tuple[Sheet, ...]:
    return (
        Sheet(dossier.Contact, "birth_place birth_registered_at residence lives_at temporary_residence phone email",
              partial(private.contact, place=profiles.tree.place)),
        Sheet(dossier.Papers, "identity_issued_on identity_issued_by old_identity_number birth_province"
              " party_card_issued_on party_card_issued_by old_party_card profile_number social_insurance"
              " health_insurance", private.papers),
        Sheet(dossier.Employment, "job_before recruited_on recruited_by here_since revolution_joined_on present_post"
              " appointed_on reappointed_on main_work longest_work strengths", life.employment),
        Sheet(dossier.PartyRecord, "admitted_at admission_decided_on introduced_by introduced_also_by status"
              " exempt_since youth_union_on trade_union_on other_unions",
              partial(party.record, profiles=profiles), always=True),
        Sheet(dossier.PartyBadge, "badge awarded decision", party.badges, always=True),
        Sheet(dossier.Schooling, "general_education major degree_title degree_year academic_title academic_title_year"
              " informatics minority_language", life.schooling),
        Sheet(dossier.LanguageSkill, "language level certified note", life.languages),
        Sheet(dossier.Training, "kind started ended school major mode credential", life.training),
        Sheet(dossier.WorkPeriod, "started ended position place side", life.work),
        Sheet(dossier.Service, "enlisted_on discharged_on military_rank policy policy_note", life.service),
        Sheet(dossier.PayStep, "rank rank_code step coefficient allowance since", life.pay),
        Sheet(dossier.Commendation, "awarded form content decided_by decision", party.commendations),
        Sheet(dossier.Discipline, "side measure act decided_by decision decided ends", party.discipline, always=True),
        Sheet(dossier.Rating, "year as_member rating decided_by", party.ratings, always=True),
        Sheet(dossier.StatedPlan, "term place title document", party.stated_plans, always=True),
        Sheet(dossier.FamilyMember, "relation name born home_town residence occupation is_member stance relative",
              partial(private.family, kin=kin)),
        Sheet(dossier.Background, "family_class arrests former_regime political_conclusion concluded_on",
              private.background),
        Sheet(dossier.PartyEvent, "kind happened place decision note", party.events, always=True),
        Sheet(dossier.HealthCheck, "examined health_class height weight blood note", private.health),
        Sheet(dossier.ForeignTie, "kind started ended country content", private.abroad),
        Sheet(dossier.Declaration, "declared kind content", private.declarations),
    )  # fmt: skip


TABLES = (*(getattr(dossier, name) for name in dossier.__all__), *REVIEWS)


class Dossiers:
    """Writes what belongs to one district, through the loader that gives ids."""

    def __init__(self, loader, world: World, seed: int):
        self.loader, self.world, self.seed = loader, world, seed
        self.codes = {(scheme, code): pk for pk, scheme, code in CodeEntry.objects.values_list("pk", "scheme", "code")}
        planned = {entry.someone for entry in world.planner.entries if not entry.closed}
        self.profiles = Profiles(world.tree, world.people, planned, self._stream("profiles"), world.proposed())
        self.kin = related(self.profiles.all, self._stream("kin"))

    def write(self) -> None:
        for sheet in sheets(self.profiles, self.kin):
            self.loader.copy(sheet.model, f"id person {sheet.fields}", self._rows(sheet))
        self._confirmations()
        self._proposals()
        if not self.world.tree.place.serial:
            self._campaign()
            self._requests()

    def _stream(self, topic: str) -> random.Random:
        return random.Random(f"{self.seed + self.world.tree.place.serial}{topic}")

    def _rows(self, sheet: Sheet) -> Iterator[list]:
        """Codes by their ids, secrets encrypted."""
        rng, gaps = self._stream(sheet.model.__name__), self._stream(f"{sheet.model.__name__}-gaps")
        stored = [(place, change) for place, change in enumerate(self._changes(sheet), 2) if change]
        for profile in self.profiles.all:
            if profile.thin and not sheet.always and gaps.random() < 0.5:
                continue
            for row in sheet.rows(profile, rng):
                values = [self.loader.next(sheet.model), profile.someone.id, *row]
                for place, change in stored:
                    values[place] = change(values[place])
                yield values

    def _changes(self, sheet: Sheet) -> Iterator[Callable | None]:
        for name in sheet.fields.split():
            field = sheet.model._meta.get_field(name)
            if scheme := scheme_of(field):
                yield self._entries(scheme).__getitem__
            else:
                yield _secret if isinstance(field, EncryptedTextField) else None

    def _entries(self, scheme: str) -> dict[str | None, int | None]:
        """Ids of a list by code; None stays None, and any other code of no list is an error."""
        return {None: None, **{code: pk for (listed, code), pk in self.codes.items() if listed == scheme}}

    def _confirmations(self) -> None:
        rng, by = self._stream("confirmations"), self.world.accounts.at_work("board").id
        self.loader.copy(
            Confirmation,
            "id person section by at",
            (
                (self.loader.next(Confirmation), profile.someone.id, section, by, moment)
                for profile in self.profiles.all
                for section, moment in reviews.confirmations(profile, rng)
            ),
        )

    def _proposals(self) -> None:
        found = reviews.proposals(self.profiles.all, self.world.accounts.all, self._stream("proposals"))
        ids = [self.loader.next(ChangeRequest) for _ in found]
        self.loader.copy(
            ChangeRequest,
            "id person section kind state reason proposed_by proposed_at row",
            (
                (
                    pk, one.profile.someone.id, one.section, ChangeKind.CHANGE.value, Verdict.PENDING.value, one.reason,
                    one.by.id, reviews.at(one.day, 10), None,
                )
                for pk, one in zip(ids, found, strict=True)
            ),
        )  # fmt: skip
        self.loader.copy(
            ChangeItem,
            "id request field before after verdict note",
            (
                (
                    self.loader.next(ChangeItem), pk, one.field, _secret(kept(one.before)), _secret(kept(one.after)),
                    Verdict.PENDING.value, "",
                )
                for pk, one in zip(ids, found, strict=True)
            ),
        )  # fmt: skip

    def _campaign(self) -> None:
        name, opened, deadline = reviews.CAMPAIGN
        accounts, pk = self.world.accounts, self.loader.next(Campaign)
        sections = json.dumps(reviews.MEMBERS_CONFIRM)
        board = accounts.at_work("board").id
        self.loader.copy(
            Campaign, "id name sections opened_on deadline opened_by", [(pk, name, sections, opened, deadline, board)]
        )
        asked = list(
            reviews.reports(
                self.world.tree.grassroots(DAY), self._secretaries(), self.profiles.all, self._stream("campaign")
            )
        )
        self.loader.copy(
            Confirmation,
            "id person section by at",
            (
                (self.loader.next(Confirmation), profile.someone.id, section, one.by.id, moment)
                for one in asked
                for profile, moment in one.confirmed
                for section in reviews.MEMBERS_CONFIRM
            ),
        )
        self.loader.copy(
            CampaignUnit,
            "id campaign unit done_at done_by missing",
            (
                (
                    self.loader.next(CampaignUnit), pk, one.unit.id, one.done, one.by.id if one.done else None,
                    one.missing,
                )
                for one in asked
            ),
        )  # fmt: skip

    def _secretaries(self) -> dict[Node, Account]:
        """Those of today who have an account."""
        accounts = self.world.accounts
        today = {
            unit: accounts.by_person.get(who)
            for unit, terms in accounts.terms.items()
            for start, end, who in terms
            if start <= DAY and end is None
        }
        return {unit: account for unit, account in today.items() if account}

    def _requests(self) -> None:
        rng, by = self._stream("requests"), self.world.accounts.at_work("board").id
        members = [profile for profile in self.profiles.all if not profile.gone]
        people = rng.sample(members, len(reviews.ASKED))
        self.loader.copy(
            RightsRequest,
            "id person kind received_on content acknowledge_by answer_by acknowledged_on extended answered_on granted"
            " answer recorded_by",
            (
                (
                    self.loader.next(RightsRequest), who.someone.id, one.kind.value, one.received, one.content,
                    *one.due, one.acknowledged, one.extended, one.answered, one.granted, one.answer, by,
                )
                for who, one in zip(people, reviews.ASKED, strict=True)
            ),
        )  # fmt: skip


def _secret(text: str) -> str:
    """As EncryptedTextField stores it."""
    return encrypt(text) if text else ""
