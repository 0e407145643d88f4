"""People. Numbers that identify a person are masked in lists and shown in full only one person at a time."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.actions import dossiers as writing
from orgtree.actions import reads
from orgtree.api.belongings import MembershipRow, PostingRow
from orgtree.api.sections import MAX_REASON, Scalar, understood
from orgtree.choices import ReadKind, Verb
from orgtree.filters import PersonFilter
from orgtree.models import PartyMembership, Person, Posting
from orgtree.queries.units import name_on
from orgtree.sections import BY_MODEL, CORE

SHOWN = 3


class Masked(serializers.CharField):
    """All but the last three digits hidden: enough to tell two namesakes apart."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value):
        return "•" * (len(value) - SHOWN) + value[-SHOWN:]


class Membership(MembershipRow):
    """A membership beside its person."""

    class Meta(MembershipRow.Meta):
        fields = ("unit", "unit_name", "admitted_on", "official_on", "period")


class Post(PostingRow):
    """A post beside its person."""

    class Meta(PostingRow.Meta):
        fields = ("unit", "unit_name", "title", "title_code", "title_name", "period")


class PersonRow(Row):
    """A person with the memberships and posts of the day, as far as the reader sees the units."""

    ethnic_group = serializers.CharField(source="ethnic_group.name", read_only=True)
    religion = serializers.CharField(source="religion.name", read_only=True)
    identity_number = Masked()
    party_card = Masked()
    memberships = Membership(source="seen_memberships", many=True, read_only=True)
    postings = Post(source="seen_postings", many=True, read_only=True)

    class Meta:
        model = Person
        fields = (
            "id",
            "full_name",
            "other_name",
            "sex",
            "birth_date",
            "birth_precision",
            "ethnic_group",
            "religion",
            "home_town",
            "home_commune_code",
            "identity_number",
            "party_card",
            "education",
            "theory",
            "state_management",
            "memberships",
            "postings",
        )


class PersonDetail(PersonRow):
    """In full, with every membership and post of any day in units that the reader sees."""

    identity_number = serializers.CharField(read_only=True)
    party_card = serializers.CharField(read_only=True)


def _values(**options) -> serializers.DictField:
    return serializers.DictField(child=Scalar(allow_null=True), **options)


class NewPerson(serializers.Serializer):
    """A new person: values of the section `core`, and where the person belongs: a row of `memberships`, of `postings`,
    or both. `sure`: the people who look the same have been compared and are others."""

    core = _values()
    membership = _values(required=False)
    posting = _values(required=False)
    reason = serializers.CharField(max_length=MAX_REASON)
    sure = serializers.BooleanField(default=False)


class People(Records):
    """People who on the day were members or held a post where the reader sees people."""

    model = Person
    verb = Verb.SEE_PEOPLE
    serializer_class = PersonRow
    detail_serializer_class = PersonDetail
    filterset_class = PersonFilter

    def retrieve(self, request, *args, **kwargs):
        """One person in full. The reading is logged."""
        answer = super().retrieve(request, *args, **kwargs)
        reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=Person(pk=answer.data["id"]))
        return answer

    @extend_schema(request=NewPerson, responses={201: PersonDetail})
    def create(self, request):
        """Record a new person. `near_duplicates` with the `candidates` when somebody looks the same, unless `sure`."""
        sent = NewPerson(data=request.data)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data
        belonging = {"membership": BY_MODEL[PartyMembership], "posting": BY_MODEL[Posting]}
        made = writing.create(
            actor=request.user,
            on=request.on,
            reason=values["reason"],
            core=understood(request, CORE, CORE.items, values["core"]),
            sure=values["sure"],
            **{
                name: understood(request, section, section.items, values[name])
                for name, section in belonging.items()
                if values.get(name)
            },
        )
        row = self.get_queryset().get(pk=made.pk)
        return Response(PersonDetail(row, context=self.get_serializer_context()).data, status.HTTP_201_CREATED)

    def shape(self, rows):
        return rows.select_related("ethnic_group", "religion").prefetch_related(
            Prefetch("memberships", self._seen(PartyMembership), to_attr="seen_memberships"),
            Prefetch("postings", self._seen(Posting).select_related("title"), to_attr="seen_postings"),
        )

    def _seen(self, model):
        """Rows of a person: of the day in lists, of every day for one person."""
        on = self.request.on
        rows = model.objects.visible_to(self.request.user, on).annotate(unit_name=name_on("unit", on))
        return (rows.on(on) if self.action == "list" else rows).select_related("person").order_by("-period", "pk")
