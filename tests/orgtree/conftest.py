import pytest

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from orgtree.models import (
    Background,
    Commendation,
    Contact,
    Discipline,
    FamilyMember,
    HealthCheck,
    PayStep,
    Rating,
    Training,
    WorkPeriod,
)


@pytest.fixture
def store(settings, tmp_path):
    """Where files are kept while a test runs."""
    settings.ARTIFACTS = tmp_path / "files"
    return settings.ARTIFACTS


@pytest.fixture
def rich(world):
    """Nguyễn Văn An with something in most sections; restricted texts begin with SECRET."""
    an, code = world.people["an"], world.code
    year = PartialDate
    with history.acting(actor=None, verb="test", reason="tests"):
        Contact.objects.create(person=an, birth_place="Xã Khánh An", phone="0912000111")
        for kind, start, school in (("professional", 1995, "Đại học Luật"), ("theory", 2010, "Trường Chính trị")):
            Training.objects.create(
                person=an, kind=code("training_kind", kind), started=year(start), ended=year(start + 4), school=school
            )
        for start, end, position in ((1998, 2004, "Cán bộ văn phòng"), (2004, None, "Bí thư Đảng ủy")):
            WorkPeriod.objects.create(
                person=an, started=year(start), ended=year(end) if end else None, position=position, place="Xã Khánh An"
            )
        for relation, name in (("father", "Nguyễn Văn Tám"), ("father_of_wife", "Trần Văn Tư")):
            FamilyMember.objects.create(
                person=an,
                relation=code("relation", relation),
                name=name,
                occupation="Làm ruộng",
                stance="SECRET stance",
            )
        Commendation.objects.create(
            person=an, awarded=year(2014), form=code("commendation", "hero_of_labour"), content="Thành tích"
        )
        Discipline.objects.create(
            person=an, decided=year(2012, 4, 3), measure=code("discipline", "reprimand"), act="SECRET act"
        )
        Background.objects.create(person=an, arrests="SECRET arrests", former_regime="SECRET regime")
        HealthCheck.objects.create(person=an, examined=year(2020), height="168", note="SECRET note")
        Rating.objects.create(person=an, year=2019, rating=code("rating", "excellent"))
        PayStep.objects.create(person=an, since=year(2018, 1, 1), rank_code="01.003", step=5, coefficient="3.66")
    return an
