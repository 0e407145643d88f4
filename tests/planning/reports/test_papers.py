"""What papers of rounds say: rows and figures, beside those of the pages."""

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import DocumentForm, Role, Verb
from orgtree.models import ROLE_VERBS, RoleGrant, UnitVersion, User
from planning.choices import Ground, Proposal
from planning.queries.sheet import sheet
from planning.queries.submissions import found
from planning.reports.papers import desk
from planning.reports.papers.declared import FORMS
from planning.reports.papers.shapes import letter, roman
from tests.deciding import line
from tests.world import SINCE

WITHHELD = "(không cung cấp)"


@pytest.fixture
def changed(world):
    """Alpha keeps Bình, removes Cường, adds Lan."""
    line(world, "alpha", "cuong", Proposal.REMOVE, ground=Ground.AGE)
    line(world, "alpha", "lan", Proposal.ADD)
    world.confirm("alpha")
    return world


@pytest.fixture
def paper(changed):
    def of(form, user="alpha_secretary", unit="alpha"):
        row = changed.submission(unit)
        return desk.of_submission(row.pk, form, changed.user(user), changed.today)

    return of


def said(paper, *codes) -> list[tuple]:
    return [tuple(row.cells.get(code, "") for code in codes) for row in paper.rows if not row.heading]


def headings(paper) -> list[str]:
    return [row.heading for row in paper.rows if row.heading]


def test_appendix_1_goes_by_term_then_heads_deputies_removals(paper):
    found = paper(DocumentForm.APPENDIX_1)
    assert headings(found) == ["A. Nhiệm kỳ 2020–2025", "I. Cấp trưởng", "III. Đưa ra khỏi quy hoạch"]
    assert said(found, "no", "name", "male", "female", "after", "decision") == [
        (1, "Trần Thị Bình", "", "09/03/1985", "Bí thư Đảng ủy xã", "1-QĐ/HU, 01/06/2018"),
        (1, "Lê Quốc Cường", "01/01/1990", "", "", "1-QĐ/HU, 01/06/2018"),
    ]
    assert said(found, "proposal") == [
        ("Tiếp tục quy hoạch",),
        ("Đưa ra khỏi quy hoạch: quá tuổi; Rà soát",),
    ]


def test_appendix_2_tells_how_many_and_who(paper):
    found = paper(DocumentForm.APPENDIX_2)
    assert headings(found) == ["A. Nhiệm kỳ 2020–2025", "I. Ủy viên Ban Thường vụ"]
    assert said(found, "name", "male", "female") == [
        ("Số lượng đề nghị", 1, ""),
        ("Danh sách giới thiệu", "", ""),
        ("Bùi Thị Ngọc Lan", "", "06/06/1995"),
    ]


@pytest.mark.parametrize(("form", "columns"), [(DocumentForm.APPENDIX_1, 12), (DocumentForm.APPENDIX_2, 10)])
def test_appendices_have_the_columns_of_their_forms(form, columns):
    assert len(FORMS[form].columns) == columns


def test_extract_lists_who_stands_afterwards(paper):
    found = paper(DocumentForm.EXTRACT)
    assert said(found, "name", "admitted", "age", "first") == [
        ("Trần Thị Bình", "01/01/2010", "35", "Tái"),
        ("Bùi Thị Ngọc Lan", "01/01/2010", "25", "Lần đầu"),
    ]


def test_summary_counts_as_the_meters_of_the_page_do(paper, changed):
    user, on = changed.user("alpha_secretary"), changed.today
    page = sheet(found(user, on).get(pk=changed.submission("alpha").pk), user, on)
    by_term = {term.term.name: figures for term, figures in page.meters}
    rows, term = {}, ""
    for row in paper(DocumentForm.SUMMARY).rows:
        term = row.heading.partition(". ")[2] or term
        if row.strong:
            rows[term] = row.cells
    assert rows.keys() == by_term.keys()
    for term, figures in by_term.items():
        shown = {gauge.code: gauge.after for gauge in figures.gauges}
        cells = rows[term]
        women = f"{cells['women']} ({cells['women_share']} %)" if cells["people"] else "0"
        assert women == shown["women"]
    titles = {row.title: row.after for row in by_term["Nhiệm kỳ 2020–2025"].titles}
    total = paper(DocumentForm.SUMMARY)
    counted = dict(said(total, "title", "people")[: len(titles)])
    assert counted == titles == {"Bí thư Đảng ủy xã": 1, "Ủy viên Ban Thường vụ": 1}


def test_letter_adds_up_to_what_the_page_counts(paper, changed):
    user, on = changed.user("alpha_secretary"), changed.today
    page = sheet(found(user, on).get(pk=changed.submission("alpha").pk), user, on)
    found_letter = paper(DocumentForm.PROPOSAL)
    assert said(found_letter, "unit", "before", "keep", "remove", "move", "add", "left") == [
        (
            "Đảng bộ xã Khánh An",
            2,
            *(page.counts[code] for code in (Proposal.KEEP, Proposal.REMOVE, Proposal.MOVE, Proposal.ADD)),
            2,
        )
    ]
    assert found_letter.words[0] == "Kính gửi: Đảng bộ huyện Thử"


def test_names_of_organisations_come_from_the_units(paper, changed):
    with history.acting(actor=None, verb="rename", reason="tests"):
        UnitVersion.objects.filter(unit=changed.units["alpha"]).update(name="Đảng bộ phường Mới")
    found = paper(DocumentForm.APPENDIX_1)
    assert (found.above, found.body) == ("ĐẢNG BỘ HUYỆN THỬ", "ĐẢNG BỘ PHƯỜNG MỚI")


@pytest.mark.parametrize(
    ("user", "told"), [("alpha_secretary", True), ("btv", True), ("board", True), ("stranger", False)]
)
def test_ground_of_discipline_is_told_to_whom_it_may_be(paper, changed, user, told, outsider):
    line(changed, "alpha", "cuong", Proposal.REMOVE, ground=Ground.DISCIPLINE, reason="Khiển trách tháng 5")
    everything = str(paper(DocumentForm.APPENDIX_1, user=user).rows)
    assert ("Khiển trách" in everything) is told
    assert (WITHHELD in everything) is not told


@pytest.fixture
def outsider(changed, monkeypatch):
    """Somebody who carries lists away and neither proposes nor sees restricted parts: no role of today."""
    monkeypatch.setitem(
        ROLE_VERBS, Role.AUDITOR, frozenset({Verb.SEE_UNITS, Verb.SEE_PEOPLE, Verb.SEE_PLANS, Verb.EXPORT})
    )
    user = changed.users["stranger"] = User.objects.create_user("stranger")
    with history.acting(actor=None, verb="grant", reason="tests"):
        RoleGrant.objects.create(user=user, role=Role.AUDITOR, unit=changed.units["district"], period=period(SINCE))
    return user


def test_numerals_of_headings():
    assert [letter(0), letter(25), letter(26)] == ["A", "Z", "27"]
    assert [roman(number) for number in (1, 4, 9, 14, 29)] == ["I", "IV", "IX", "XIV", "XXIX"]
