"""Where people belong: posts they hold and the cells of which they are members."""

from rest_framework import serializers

from anphu.kit.rest.fields import Id, Period
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from orgtree.filters import MembershipFilter, PostingFilter
from orgtree.models import PartyMembership, Posting
from orgtree.queries.units import name_on


class Belonging(Row):
    """A person in a unit during a period."""

    person = Id(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.full_name", read_only=True)
    unit = Id(source="unit_id", read_only=True)
    unit_name = serializers.CharField(read_only=True, allow_null=True)
    period = Period()


class PostingRow(Belonging):
    """A title held in a unit during a period."""

    title = Id(source="title_id", read_only=True)
    title_code = serializers.CharField(source="title.code", read_only=True)
    title_name = serializers.CharField(source="title.name", read_only=True)

    class Meta:
        model = Posting
        fields = ("id", "person", "person_name", "unit", "unit_name", "title", "title_code", "title_name", "period")


class MembershipRow(Belonging):
    """Membership of a cell during a period."""

    class Meta:
        model = PartyMembership
        fields = ("id", "person", "person_name", "unit", "unit_name", "admitted_on", "official_on", "period")


class Postings(Records):
    """Posts held on the day."""

    model = Posting
    verb = Verb.SEE_PEOPLE
    serializer_class = PostingRow
    filterset_class = PostingFilter

    def shape(self, rows):
        on = self.request.on
        rows = rows.on(on).select_related("person", "title").annotate(unit_name=name_on("unit", on))
        return rows.order_by("person__name_key", "-title__rank", "pk")


class Memberships(Records):
    """Party memberships in force on the day."""

    model = PartyMembership
    verb = Verb.SEE_PEOPLE
    serializer_class = MembershipRow
    filterset_class = MembershipFilter

    def shape(self, rows):
        on = self.request.on
        rows = rows.on(on).select_related("person").annotate(unit_name=name_on("unit", on))
        return rows.order_by("person__name_key", "pk")
