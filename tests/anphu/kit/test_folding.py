import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Value

from anphu.kit import names
from anphu.kit.folding import Folded

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ bcdghklmnpqrstvx"


@pytest.mark.django_db
@pytest.mark.parametrize("text", [LETTERS, LETTERS.upper(), "Đảng bộ xã Khánh An", "ĐƯỜNG Thị Ỷ"])
def test_folded_agrees_with_names(text):
    row = ContentType.objects.annotate(folded=Folded(Value(text))).values_list("folded", flat=True).first()
    assert row == names.fold(text)
