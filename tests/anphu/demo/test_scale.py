from itertools import islice

import pytest

from anphu.demo.places import AN_PHU, invented
from anphu.demo.scale import above, places
from orgtree.choices import Kind


@pytest.mark.parametrize(
    ("districts", "kinds"),
    [
        (1, []),
        (2, [Kind.PROVINCE]),
        (11, [Kind.PROVINCE]),
        (12, [Kind.CENTRAL, Kind.PROVINCE, Kind.PROVINCE]),
        (34, [Kind.CENTRAL, *[Kind.PROVINCE] * 4]),
    ],
)
def test_units_above_districts_are_those_needed(districts, kinds):
    assert [node.versions[0].kind for node in above(districts)] == kinds


def test_first_district_is_an_phu_and_eleven_go_to_a_province():
    made = list(places(23, above(23)))
    assert made[0][0] is AN_PHU
    assert [province.code for _, province in islice(made, 10, 13)] == ["an-giang", "tinh-2", "tinh-2"]


def test_invented_places_never_share_codes():
    codes = [commune.code for serial in range(1, 200) for commune in invented(serial, "x").communes]
    slugs = [commune.slug for serial in range(1, 200) for commune in invented(serial, "x").communes]
    assert len(set(codes)) == len(codes)
    assert len(set(slugs)) == len(slugs)
    assert not set(codes) & set(AN_PHU.by_code())
