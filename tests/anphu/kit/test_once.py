"""A form sent again does its deed once."""

import pytest
from django.http import QueryDict

from anphu.kit.once import once, token
from anphu.kit.refusals import Refused


class Deed:
    def __init__(self):
        self.done = 0

    def __call__(self) -> int:
        self.done += 1
        return self.done


def test_form_sent_again_answers_with_what_it_made(db):
    form, deed = QueryDict(f"once={token()}&name=An"), Deed()
    assert [once(form, 1, deed), once(form, 1, deed), deed.done] == [1, 1, 1]


def test_other_content_other_token_other_user_are_deeds_of_their_own(db):
    deed = Deed()
    forms = [("once=a&name=An", 1), ("once=a&name=Anh", 1), ("once=b&name=An", 1), ("once=a&name=An", 2)]
    assert [once(QueryDict(text), whose, deed) for text, whose in forms] == [1, 2, 3, 4]


def test_form_without_a_token_is_taken_as_it_comes(db):
    deed = Deed()
    assert [once(QueryDict("name=An"), 1, deed) for _again in range(2)] == [1, 2]


def test_refused_form_can_be_sent_again(db):
    form = QueryDict("once=a&name=An")

    def refuse() -> int:
        raise Refused("no", "Not now.")

    with pytest.raises(Refused):
        once(form, 1, refuse)
    assert once(form, 1, Deed()) == 1
