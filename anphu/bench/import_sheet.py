"""A list of 4,594 people whom nobody has on record, in the layout of 40 columns: the demo's own people, renamed."""

import io

import xlsxwriter

from anphu.bench.readers import district_clerk
from anphu.demo.tree import DAY
from orgtree.intake import workbooks
from orgtree.intake.layouts import FULL
from orgtree.models import Person

PEOPLE = 4_594
_FILLED = {
    "contact.birth_place": "Xã Phú Hội, huyện An Phú, tỉnh An Giang",
    "contact.birth_registered_at": "Xã Phú Hội, huyện An Phú, tỉnh An Giang",
    "contact.residence": "Ấp Phú Mỹ, xã Phú Hội",
    "contact.lives_at": "Ấp Phú Mỹ, xã Phú Hội",
    "contact.phone": "0912{n:06}",
    "contact.email": "a{n}@vi.du",
    "papers.identity_issued_on": "12/05/2016",
    "papers.identity_issued_by": "Công an tỉnh An Giang",
    "papers.old_identity_number": "351{n:06}",
    "papers.party_card_issued_on": "03/02/2015",
    "papers.party_card_issued_by": "Tỉnh ủy An Giang",
    "papers.old_party_card": "67.{n:06}",
    "papers.profile_number": "LL{n:06}",
    "schooling.general_education": "12/12",
    "schooling.major": "Luật",
    "schooling.degree_title": "Cử nhân",
    "schooling.informatics": "A",
    "schooling.minority_language": "Khmer",
    "languages.language@1": "Tiếng Anh",
    "languages.level@1": "B1",
    "ratings.rating@2017": "Hoàn thành tốt nhiệm vụ",
    "ratings.rating@2018": "Hoàn thành tốt nhiệm vụ",
    "ratings.rating@2019": "Hoàn thành xuất sắc nhiệm vụ",
}
"""What every row says besides what the demo knows, so that all 40 columns and six sections are full."""


def rows() -> list[list[str]]:
    """The headings, then one list of texts a person."""
    places = FULL.on(DAY)
    user = district_clerk()
    people = Person.objects.visible_to(user, DAY).filter(memberships__period__contains=DAY).order_by("pk")[:PEOPLE]
    keys = [place.key for place in places]
    told = workbooks.rows(FULL, people.iterator(chunk_size=1000), user, DAY)
    return [
        [place.heading for place in places],
        *(_renamed(n, dict(zip(keys, row, strict=True))) for n, row in enumerate(told)),
    ]


def _renamed(number: int, row: dict[str, str]) -> list[str]:
    """Somebody else of the same age, who resembles nobody: another middle name, other numbers, from elsewhere."""
    *family, given = row["core.full_name"].split(" ")
    year = row["core.birth_date"][-4:]
    century_and_sex = (int(year[:2]) - 19) * 2 + (row["core.sex"] != "nam")
    row |= {key: text.format(n=number) for key, text in _FILLED.items()}
    row["core.full_name"] = " ".join([*family, "Thử", given])
    row["core.other_name"] = f"{row['core.other_name']} Thử".strip()
    row["core.home_town"] = "Xã Bến Thử, huyện Khác, tỉnh Khác"
    row["core.identity_number"] = f"089{century_and_sex}{year[2:]}{number:06}"
    row["core.party_card"] = f"9988{number:08}"
    return list(row.values())


def workbook(table: list[list[str]]) -> bytes:
    """The rows as one sheet with a row of headings."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        for number, row in enumerate(table):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, text)
    return file.getvalue()
