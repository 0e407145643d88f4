import datetime

from tests.planning.indicators.golden.shapes import PLAN, golden
from tests.planning.indicators.scene import Scene


def near_retirement(scene: Scene) -> None:
    """On 07/07/2020, men at 60: gone, within 12, within 24, within 60 months, later; and one of an unknown month."""
    scene.retirement(M=720)
    for year, month in ((1960, 6), (1961, 6), (1961, 7), (1965, 6), (1965, 7)):
        scene.holder(birth_date=datetime.date(year, month, 15))
    scene.holder(birth_date=datetime.date(1961, 1, 1), birth_precision="year")
    scene.holder(sex="F")


golden("RETIRE_12", 2, 5, 2)(near_retirement)
golden("RETIRE_24", 4, 6, 1)(near_retirement)
golden("RETIRE_60", 5, 6, 1)(near_retirement)


def terms_left(scene: Scene) -> None:
    """Men at 60, counted in 04/2020: full months to the end of the month of retirement."""
    scene.numbers()
    scene.retirement(M=720)
    scene.counting(datetime.date(2020, 4, 1))
    scene.counting(datetime.date(2021, 3, 1), "council")
    for year, month in ((1965, 3), (1965, 4), (1970, 3), (1970, 4)):
        scene.planned(birth_date=datetime.date(year, month, 15))
    scene.planned(side="government", birth_date=datetime.date(1966, 2, 28))
    scene.planned(side="government", birth_date=datetime.date(1966, 3, 1))
    scene.planned(sex="F")


golden("ONE_TERM", 4, 6, 1, term=PLAN)(terms_left)
golden("TWO_TERMS", 1, 6, 1, term=PLAN)(terms_left)


@golden("ONE_TERM", 1, 2, term=PLAN)
def terms_left_from_the_first_day_of_the_term(scene: Scene) -> None:
    """Where no source names a day: from 01/07/2020."""
    scene.numbers()
    scene.retirement(M=720)
    scene.planned(birth_date=datetime.date(1965, 6, 30))
    scene.planned(birth_date=datetime.date(1965, 7, 1))
