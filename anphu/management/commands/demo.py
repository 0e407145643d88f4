"""`manage.py demo`: fill an empty database with the demo district, or with many for benchmarks."""

import gc

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from anphu.demo import committee
from anphu.demo.load import Loader
from anphu.demo.play import Player
from anphu.demo.scale import above, places
from anphu.demo.tree import DAY
from anphu.demo.world import World, build
from anphu.kit import clock
from anphu.seed import load_reference
from orgtree.actions.structure import rebuild_links
from orgtree.models import Unit, User
from planning.indicators import fill
from planning.models import StaleMark


class Command(BaseCommand):
    help = "Load the demo district of An Phú as of 07/07/2020 into an empty database."

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=int, default=1, metavar="N", help="so many districts, for benchmarks")
        parser.add_argument("--unplayed", action="store_true", help="people and dossiers alone, without rounds")

    @transaction.atomic  # `up` takes a database that has units for one that has all of the demo
    def handle(self, *args, scale: int, unplayed: bool = False, **options):
        if scale < 1:
            raise CommandError("--scale takes a whole number from 1.")
        if Unit.objects.exists():
            raise CommandError("There are units already; the demo is only loaded into an empty database.")
        load_reference()
        loader = Loader()
        top = above(scale)
        if top:
            loader.load_above(top)
        first = None
        for place, province in places(scale, top):
            world = build(place)
            world.tree.root.versions[0].parent = province
            loader.load(world, rounds=first is not None)
            first = first or world
            if world is not first:
                loader.close_accounts(world)
            self.stdout.write(f"{place.name}: {len(world.tree.nodes)} units, {len(world.people)} people")
        rebuild_links()
        loader.finish()
        if not unplayed:
            self._play(first)
        loader.close_accounts(first)
        StaleMark.objects.all().delete()
        self.stdout.write(f"{fill.full(DAY)} values of indicators")

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
