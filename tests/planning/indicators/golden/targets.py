import datetime

from tests.planning.indicators.golden.shapes import PLAN, golden
from tests.planning.indicators.scene import Scene

YOUNG, OLD = datetime.date(1985, 1, 1), datetime.date(1970, 1, 1)
TURNS_40_TODAY, TURNS_40_TOMORROW = datetime.date(1980, 7, 7), datetime.date(1980, 7, 8)


@golden("NON_LOCAL_SECRETARY_COMMUNE", 1, 2, 1)
def secretaries_of_communes(scene: Scene) -> None:
    for home in ("30355", "30340", ""):
        scene.holder(is_head=True, home_commune_code=home)
    scene.holder(is_head=True, side="government", home_commune_code="30355")
    scene.holder(is_head=True, level="grassroots", home_commune_code="30355")


@golden("TITLE_STANDARD", 1, 3, 1, 1)
def standards_of_titles(scene: Scene) -> None:
    title = scene.title()
    scene.standard(title, 4, 2, 1)
    scene.holder(title=title, education=4, theory=2, state_management=1)
    scene.holder(title=title, education=3, theory=2, state_management=1)
    scene.holder(title=title, education=4, theory=2, state_management=None)
    scene.holder(title=title, education=None, theory=1, state_management=1)
    scene.holder(education=6)


@golden("YOUNG_KEY_LEADERS", 2, 4, 1)
def ages_of_leaders(scene: Scene) -> None:
    scene.holder(is_key_leader=True, birth_date=TURNS_40_TOMORROW)
    scene.holder(is_key_leader=True, birth_date=TURNS_40_TODAY)
    scene.holder(seat="standing", birth_date=YOUNG)
    scene.holder(seat="standing_body", birth_date=OLD)
    scene.holder(seat="standing", birth_date=datetime.date(1980, 1, 1), birth_precision="year")
    scene.holder(seat="executive", birth_date=YOUNG)


@golden("COMMUNE_EDU", 1, 2, 1)
def learning_in_communes(scene: Scene) -> None:
    scene.holder(is_commune_cadre=True, education=3, theory=2, state_management=1)
    scene.holder(is_commune_cadre=True, education=2, theory=None, state_management=1)
    scene.holder(is_commune_cadre=True, education=3, theory=None, state_management=1)
    scene.holder(education=6)


@golden("WOMEN", 1, 2)
def women_on_standing_committees(scene: Scene) -> None:
    scene.holder(seat="standing", sex="F")
    scene.holder(seat="standing_body", sex="M")
    scene.holder(seat="executive", sex="F")


@golden("WOMEN", 1, 1, term=PLAN)
def woman_planned_twice_counts_once(scene: Scene) -> None:
    woman = scene.planned(seat="standing", sex="F")
    scene.planned(seat="standing_body", person=woman)
    scene.planned(seat="standing", sex="M", code="2015-2020")


@golden("WOMEN_COMMITTEE", 2, 3)
def women_on_committees(scene: Scene) -> None:
    scene.holder(seat="standing", sex="F")
    scene.holder(seat="executive", sex="F")
    scene.holder(seat="executive", sex="M")
    scene.holder(sex="F")


@golden("WOMEN_PRESENT", 1, 1)
def woman_on_the_standing_committee(scene: Scene) -> None:
    scene.holder(seat="standing", sex="M")
    scene.holder(seat="standing_body", sex="F")


@golden("WOMEN_PRESENT", 0, 1)
def no_woman_on_the_standing_committee(scene: Scene) -> None:
    scene.holder(seat="standing", sex="M")
    scene.holder(seat="executive", sex="F")


@golden("NON_LOCAL_SECRETARY_DISTRICT", 1, 2, 1)
def secretaries_of_districts(scene: Scene) -> None:
    secretary = {"level": "district", "is_head": True, "seat": "standing_body"}
    for home in ("30355", "30340", ""):
        scene.holder(**secretary, home_commune_code=home)
    scene.holder(**{**secretary, "seat": "standing"}, home_commune_code="30355")
    scene.holder(**{**secretary, "level": "commune"}, home_commune_code="30355")


@golden("YOUNG_DISTRICT_LEADERS", 1, 2)
def ages_of_district_leaders(scene: Scene) -> None:
    scene.holder(level="district", is_key_leader=True, birth_date=YOUNG)
    scene.holder(level="district", is_key_leader=True, birth_date=OLD)
    scene.holder(level="district", seat="standing", birth_date=YOUNG)
    scene.holder(level="commune", is_key_leader=True, birth_date=YOUNG)


@golden("YOUNG_COMMUNE_LEADERS", 1, 2)
def ages_of_commune_leaders(scene: Scene) -> None:
    scene.holder(is_key_leader=True, birth_date=YOUNG)
    scene.holder(is_key_leader=True, birth_date=OLD)
    scene.holder(seat="standing", birth_date=YOUNG)
    scene.holder(level="district", is_key_leader=True, birth_date=YOUNG)
