from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from anphu.demo.places import AN_PHU, invented
from anphu.demo.scale import COUNTRY, UNITS_OF_DISTRICT, Scale, above, place
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
    assert [node.versions[0].kind for node in above(Scale(districts))] == kinds


def test_first_district_is_an_phu_and_eleven_go_to_a_province():
    scale = Scale(23)
    assert place(scale, 0) is AN_PHU
    assert [scale.province_of(serial) for serial in (0, 10, 11, 22)] == [0, 0, 1, 2]
    assert [place(scale, serial).province for serial in (10, 11)] == ["An Giang", "thử nghiệm 2"]


def test_country_has_the_units_of_the_party_in_all_its_provinces():
    top = above(COUNTRY)
    kinds = Counter(node.versions[0].kind for node in top)
    assert len(top) + COUNTRY.districts * UNITS_OF_DISTRICT == 237_763
    assert (kinds[Kind.CENTRAL], kinds[Kind.PROVINCE], kinds[Kind.DISTRICT]) == (1, 63, COUNTRY.bodies)
    assert len({node.code for node in top}) == len(top)
    assert {COUNTRY.province_of(serial) for serial in range(COUNTRY.districts)} == set(range(63))


@pytest.mark.parametrize("scale", ["0", "-1", "many", "1.5"])
def test_size_that_is_none_is_refused(db, scale):
    with pytest.raises(CommandError, match="whole number"):
        call_command("demo", scale=scale)


def test_invented_places_never_share_codes():
    codes = [commune.code for serial in range(1, 200) for commune in invented(serial, "x").communes]
    slugs = [commune.slug for serial in range(1, 200) for commune in invented(serial, "x").communes]
    assert len(set(codes)) == len(codes)
    assert len(set(slugs)) == len(slugs)
    assert not set(codes) & set(AN_PHU.by_code())
