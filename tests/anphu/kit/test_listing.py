"""The list engine on rows of a model that everybody has."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django_filters import CharFilter, ChoiceFilter, FilterSet
from django_htmx.middleware import HtmxDetails

from anphu.kit import history, listing
from anphu.kit.refusals import Refused
from orgtree.models import EthnicGroup


class GroupFilter(FilterSet):
    q = CharFilter(field_name="name", lookup_expr="contains", max_length=10, label="Name")
    code = ChoiceFilter(choices=[("g1", "the first"), ("g2", "the second")], label="Code")
    ordering = listing.Ordering(fields=(("name", "name"),))

    class Meta:
        model = EthnicGroup
        fields = ()


@pytest.fixture
def groups(db):
    """One hundred rows named 000 to 099."""
    with history.acting(actor=None, verb="test", reason="test"):
        EthnicGroup.objects.bulk_create(EthnicGroup(code=f"g{n}", name=f"{n:03}") for n in range(100))
    return EthnicGroup.objects.filter(code__startswith="g")


def ask(rows, query="", fetch=None, whole=None, **headers):
    request = RequestFactory().get("/groups/", QueryDict(query), headers=headers)
    request.htmx = HtmxDetails(request)
    filterset = GroupFilter(request.GET or None, rows, request=request)
    return listing.Listing(request, filterset, per_page=10, fetch=fetch, whole=whole)


def in_order(keys):
    rows = EthnicGroup.objects.in_bulk(keys)
    return [rows[key] for key in keys]


def names(found):
    return [row.name for row in found.page]


def test_page_second(groups):
    found = ask(groups, "page=2&ordering=name")
    assert (names(found)[0], len(names(found)), found.page.paginator.count) == ("010", 10, 100)


def test_ordering_descending(groups):
    assert names(ask(groups, "ordering=-name"))[0] == "099"


@pytest.mark.parametrize("query", ["", "page=10", "ordering=-name&page=3", "q=9", "q=none", "code=g7"])
def test_fetch_by_key_shows_the_same_pages(groups, query):
    plainly, by_key = ask(groups, query), ask(groups, query, in_order)
    assert names(by_key) == names(plainly)
    assert by_key.page.paginator.count == plainly.page.paginator.count


def test_fetch_of_an_empty_queryset_asks_for_nothing(groups, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert names(ask(groups.none(), "", lambda keys: [])) == []


@pytest.mark.parametrize("query", ["", "page=2", "filters=1", "code=&q=&ordering="])
def test_whole_is_asked_where_nobody_filters(groups, query):
    known = groups.get(name="007").pk
    found = ask(groups, query, in_order, lambda first, size, limit: (limit, [known]))
    assert (names(found), found.page.paginator.capped) == (["007"], True)


@pytest.mark.parametrize("query", ["q=0", "code=g1", "ordering=name", "ordering=shoe"])
def test_whole_is_not_asked_where_somebody_filters(groups, query):
    assert names(ask(groups, query, in_order, pytest.fail)) == names(ask(groups, query))


def test_whole_that_does_not_know_leaves_it_to_the_rows(groups):
    found = ask(groups, "page=3", in_order, lambda first, size, limit: None)
    assert (names(found), found.page.paginator.count) == (names(ask(groups, "page=3")), 100)


@pytest.mark.parametrize("page", ["11", "999", "999999999"])
@pytest.mark.parametrize("fetch", [None, in_order])
def test_page_beyond_the_end_is_the_last(groups, page, fetch):
    found = ask(groups, f"page={page}&ordering=name", fetch)
    assert (found.page.number, len(names(found)), names(found)[0]) == (10, 10, "090")


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "9" * 30, "١"])
def test_page_that_is_none_is_refused(groups, page):
    with pytest.raises(Refused) as refused:
        ask(groups, f"page={page}")
    assert (refused.value.code, refused.value.status) == ("no_such_page", 404)


def test_filter_nobody_knows_is_refused(groups):
    with pytest.raises(Refused) as refused:
        ask(groups, "colour=red")
    assert (refused.value.code, refused.value.status) == ("unknown_filter", 400)


@pytest.mark.parametrize("query", ["ordering=shoe", "code=g9", f"q={'x' * 11}", "q=%00"])
def test_filter_that_makes_no_sense_shows_no_rows(groups, query):
    found = ask(groups, query)
    assert (found.valid, names(found), found.chips, found.ordering) == (False, [], [], "")


def test_chips_name_the_choice_and_lead_to_the_list_without_it(groups):
    found = ask(groups, "code=g1&q=0&page=1")
    assert found.chips == [("Code: the first", "/groups/?q=0")]


def test_count_stops_at_the_limit(groups, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_LIMIT", 30)
    paginator = ask(groups).page.paginator
    assert (paginator.capped, paginator.count, paginator.num_pages) == (True, 30, 3)


def test_count_at_the_limit_is_exact(groups, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_LIMIT", 100)
    paginator = ask(groups).page.paginator
    assert (paginator.capped, paginator.count) == (False, 100)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", False),
        ("q=0", False),
        ("page=2", False),
        ("filters=1", True),
        ("code=g1", True),
        ("ordering=name", True),
        ("code=x", True),
    ],
)
def test_filters_are_written_for_those_who_use_them(groups, query, shown):
    assert ask(groups, query).filters_shown is shown


def test_form_of_a_list_nobody_filters_is_the_search_line(groups):
    assert (list(ask(groups).form.fields), list(ask(groups, "filters=1").form.fields)) == (
        ["q"],
        ["q", "code", "ordering"],
    )


def test_two_queries_however_many_rows(groups, django_assert_num_queries):
    with django_assert_num_queries(2):
        names(ask(groups))


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_fragment_only_for_htmx_and_never_for_its_history(groups, headers, fragment):
    assert ask(groups, "", **headers).fragment_asked is fragment


def test_keep_carries_the_day_and_no_field_of_the_form(groups):
    assert ask(groups, "on=2020-07-07&ordering=name&q=0").keep == [("on", "2020-07-07")]
