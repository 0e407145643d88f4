import datetime

from tests.planning.indicators.golden.shapes import PLAN, golden
from tests.planning.indicators.scene import Scene


def one_of_each_band(scene: Scene) -> None:
    """Two under 40, three from 40 to 44, one of 45; whoever is in no committee does not count."""
    scene.number("older_age_ge", 45)
    for year in (1985, 1990, 1978, 1979, 1977, 1975):
        scene.holder(seat="executive", birth_date=datetime.date(year, 1, 1))
    scene.holder(birth_date=datetime.date(1990, 1, 1))


golden("COMMITTEE_YOUNG", 2, 6)(one_of_each_band)
golden("COMMITTEE_MIDDLE", 3, 6)(one_of_each_band)
golden("COMMITTEE_OLDER", 1, 6)(one_of_each_band)


@golden("COMMITTEE_MIDDLE", 0, 1, 1)
def bands_of_births_known_to_the_year(scene: Scene) -> None:
    """Born in 1980: 39 or 40. Born in 1970: 49 or 50, whichever is old."""
    scene.number("older_age_ge", 45)
    for year in (1980, 1970):
        scene.holder(seat="executive", birth_date=datetime.date(year, 1, 1), birth_precision="year")


@golden("COMMITTEE_OLDER", 0, 0, 1)
def band_that_no_rule_names(scene: Scene) -> None:
    scene.holder(seat="executive")


@golden("COMMITTEE_MINORITY", 1, 2)
def minorities_on_committees(scene: Scene) -> None:
    scene.holder(seat="executive", ethnic_group=scene.minority())
    scene.holder(seat="standing")
    scene.holder(ethnic_group=scene.minority())


def who_stands_again(scene: Scene) -> None:
    """In the executive committee now: planned for it (again) and for the standing committee (new); a newcomer."""
    member = scene.holder(seat="executive")
    scene.planned(person=member, seat="executive")
    scene.planned(person=scene.holder(seat="executive"), seat="standing")
    scene.planned(person=scene.holder(seat="standing_body"), seat="executive")
    scene.planned(person=scene.holder(), seat="executive")
    scene.planned()


golden("COMMITTEE_RESTANDING", 2, 4, term=PLAN)(who_stands_again)
golden("COMMITTEE_NEW", 2, 4, term=PLAN)(who_stands_again)


@golden("YOUNG_PRESENT", 1, 1)
def somebody_young_on_the_standing_committee(scene: Scene) -> None:
    scene.holder(seat="standing", birth_date=datetime.date(1985, 1, 1))
    scene.holder(seat="standing_body", birth_date=datetime.date(1980, 1, 1), birth_precision="year")


@golden("YOUNG_PRESENT", 0, 0, 1)
def perhaps_somebody_young_on_the_standing_committee(scene: Scene) -> None:
    scene.holder(seat="standing", birth_date=datetime.date(1970, 1, 1))
    scene.holder(seat="standing_body", birth_date=datetime.date(1980, 1, 1), birth_precision="year")


@golden("WOMEN_KEY_LEADERS", 1, 2)
def women_among_key_leaders(scene: Scene) -> None:
    scene.holder(is_key_leader=True, sex="F")
    scene.holder(is_key_leader=True, sex="M")
    scene.holder(is_head=True, sex="F")


@golden("WOMEN_HEADS", 1, 2)
def women_among_heads(scene: Scene) -> None:
    scene.holder(is_head=True, sex="F", side="front")
    scene.holder(is_head=True, sex="M")
    scene.holder(is_key_leader=True, sex="F")
