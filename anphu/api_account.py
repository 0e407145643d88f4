"""The caller's own account, and the tokens with which programs sign in as the caller."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.response import Response
from rest_framework.views import APIView

from anphu import tokens
from anphu.kit import clock
from anphu.kit.rest.defaults import SessionAuthentication
from anphu.kit.rest.views import Endpoint
from orgtree.choices import Role, Verb


class Grant(serializers.Serializer):
    """A role, in a unit and everything below it."""

    role = serializers.ChoiceField(Role.choices)
    unit = serializers.IntegerField(source="unit_id")


class Me(serializers.Serializer):
    """Who the caller is and what its roles let it do somewhere, as of `today`."""

    username = serializers.CharField()
    name = serializers.CharField(source="get_full_name")
    today = serializers.SerializerMethodField()
    roles = serializers.ListField(child=serializers.ChoiceField(Role.choices))
    grants = Grant(source="current_grants", many=True)
    verbs = serializers.SerializerMethodField()

    def get_today(self, user) -> str:
        return clock.today().isoformat()

    def get_verbs(self, user) -> list[str]:
        return [verb.value for verb in Verb if user.may_somewhere(verb)]


class MeView(Endpoint, APIView):
    """The caller's account, roles and rights."""

    @extend_schema(responses=Me, operation_id="me")
    def get(self, request):
        return Response(Me(request.user).data)


class Token(serializers.Serializer):
    """A token that still opens something; `key` is its beginning, by which it is revoked."""

    key = serializers.CharField(source="token_key")
    created = serializers.DateTimeField()
    expires = serializers.DateTimeField(source="expiry")


class TokenIssued(serializers.Serializer):
    """A new token in clear, shown this once: send it as `Authorization: Token …`."""

    token = serializers.CharField(source="text")
    expires = serializers.DateTimeField()


class Tokens(Endpoint, viewsets.ViewSet):
    """The caller's tokens. Only a session manages them: a token that leaked cannot renew itself."""

    authentication_classes = [SessionAuthentication]
    lookup_field = "key"

    @extend_schema(responses=Token(many=True))
    def list(self, request):
        """Tokens that have not expired, newest first; a short list without pages."""
        return Response(Token(tokens.held_by(request.user), many=True).data)

    @extend_schema(request=None, responses={201: TokenIssued})
    def create(self, request):
        """Issue a token that expires after some hours."""
        answer = Response(TokenIssued(tokens.issue(request.user)).data, status.HTTP_201_CREATED)
        answer["Cache-Control"] = "no-store"
        return answer

    @extend_schema(responses={204: None})
    def destroy(self, request, key):
        """Revoke a token."""
        tokens.revoke(request.user, key)
        return Response(status=status.HTTP_204_NO_CONTENT)
