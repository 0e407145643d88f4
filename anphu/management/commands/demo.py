"""`manage.py demo`: fill an empty database with the demo district, or with many for benchmarks."""

import contextlib
import gc

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from anphu.demo import committee
from anphu.demo.load import Loader
from anphu.demo.multiply import Block, Multiplier
from anphu.demo.play import Player
from anphu.demo.scale import Scale, above, place, provinces_of
from anphu.demo.set_aside import set_aside
from anphu.demo.tree import DAY, Node
from anphu.demo.world import World, build
from anphu.kit import clock, history
from anphu.seed import load_reference
from orgtree.actions.structure import rebuild_links
from orgtree.models import Unit, User
from planning.actions.seals import seal
from planning.indicators import fill
from planning.models import Decision, StaleMark

THIN = 20
"""With more districts than so many, the copies have dossiers as far as indicators read them, and no history."""


class Command(BaseCommand):
    help = "Load the demo district of An Phú as of 07/07/2020 into an empty database."

    def add_arguments(self, parser):
        sizes = "so many districts, or `country`; for benchmarks"
        parser.add_argument("--scale", default="1", metavar="N", help=sizes)
        parser.add_argument("--unplayed", action="store_true", help="people and dossiers alone, without rounds")

    def handle(self, *args, scale: str, unplayed: bool = False, **options):
        self._fill(_scale(scale), unplayed)
        self.stdout.write(f"{fill.full(DAY)} values of indicators")

    @transaction.atomic  # `up` takes a database that has units for one that has all of the demo
    def _fill(self, scale: Scale, unplayed: bool) -> None:
        if Unit.objects.exists():
            raise CommandError("There are units already; the demo is only loaded into an empty database.")
        load_reference()
        played = not unplayed and scale.districts <= THIN
        loader, top = Loader(), above(scale)
        provinces = provinces_of(top)
        if top:
            loader.load_above(top)
        first = self._load(loader, scale, 0, provinces, rounds=not played and scale.districts > 1)[0]
        if scale.districts > 1:
            self._others(loader, scale, provinces)
        rebuild_links()
        loader.finish()
        if scale.districts <= THIN:
            self._seal()
        if played:
            self._play(first)
        loader.close_accounts(first)
        StaleMark.objects.all().delete()

    def _load(self, loader, scale, serial, provinces, *, rounds) -> tuple[World, Block]:
        """One district, made from nothing."""
        world = build(place(scale, serial))
        province = provinces[scale.province_of(serial)] if provinces else None
        world.tree.root.versions[0].parent = province
        ids = loader.load(world, rounds=rounds)
        self.stdout.write(f"{world.tree.place.name}: {len(world.tree.nodes)} units, {len(world.people)} people")
        return world, Block(world.tree.place, province, ids)

    def _others(self, loader: Loader, scale: Scale, provinces: list[Node]) -> None:
        """The invented districts: one made, the others copied from it in the database."""
        world, block = self._load(loader, scale, 1, provinces, rounds=True)
        loader.close_accounts(world)
        places = ((place(scale, n), provinces[scale.province_of(n)]) for n in range(2, scale.districts))
        many = scale.districts > THIN
        multiplier = Multiplier(loader, block, thin=many)
        aside = set_aside(multiplier.written) if many else contextlib.nullcontext()
        with loader.writing("Nạp dữ liệu trình diễn: các huyện còn lại"), aside:
            multiplier.prepare(loader.cursor)
            for copied, (other, province) in enumerate(places, 1):
                multiplier.copy(loader.cursor, copied, other, province)
                if copied % 100 == 0:
                    self.stdout.write(f"{copied} districts copied")
        self.stdout.write(f"{scale.districts} districts")

    def _seal(self) -> None:
        """What was decided in districts whose rounds are rows alone."""
        with history.acting(actor=None, verb="demo", reason="Niêm phong quyết định của các huyện còn lại"):
            for decision in Decision.objects.filter(seal=None).order_by("day", "pk"):
                seal(decision)

    def _play(self, world: World) -> None:
        """An Phú's rounds and the year of its committee, by the actions of their users."""
        gc.collect()
        gc.freeze()  # the district in memory stays: to search it for garbage at every step costs more than the steps
        Player(world).play()
        gc.unfreeze()
        self.stdout.write(f"{world.tree.place.name}: {len(world.held)} rounds played")
        board = User.objects.get(pk=world.accounts.at_work("board").id)
        with clock.replaying(DAY):
            committee.write(board, Unit.objects.get(pk=world.tree.root.id), DAY)


def _scale(text: str) -> Scale:
    try:
        return Scale.named(str(text))
    except ValueError:
        raise CommandError("--scale takes a whole number from 1, or `country`.") from None
