from django.forms import Select

from anphu.kit.selects import LongSelect

CHOICES = [("", "tất cả"), (1, "một"), (2, 'hai <b> "&"')]


def parsed(html):
    return "".join(html.split())


def test_render_is_what_django_renders():
    attrs = {"id": "id_x", "required": True, "disabled": False}
    capitals = [(key, label[:1].upper() + label[1:]) for key, label in CHOICES]
    for value in (None, "", 1, "2", "9"):
        ours = LongSelect(CHOICES).render("x", value, attrs)
        assert parsed(ours) == parsed(Select(choices=capitals).render("x", value, attrs))


def test_choices_are_read_when_shown():
    asked = []

    class Lazy:
        def __iter__(self):
            asked.append(1)
            return iter(CHOICES)

    select = LongSelect(Lazy())
    assert asked == []
    select.render("x", None)
    assert asked == [1]
