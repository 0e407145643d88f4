"""Programs sign in with a token; what is asked of its owner at the pages is asked here too."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from anphu import second_factor
from anphu.kit.refusals import Refused


class TokenAuthentication(KnoxAuthentication):
    def authenticate(self, request):
        if not get_authorization_header(request).isascii():
            raise AuthenticationFailed(_("Invalid token."))
        return super().authenticate(request)

    def validate_user(self, auth_token):
        user, token = super().validate_user(auth_token)
        if second_factor.lacks(user):
            raise needed()
        return user, token


class TokenScheme(KnoxTokenScheme):
    """The same scheme in the API's description."""

    target_class = "anphu.token_sign_in.TokenAuthentication"


def needed() -> Refused:
    sentence = _("Your role needs a second factor. Sign in to the pages and set it up first.")
    return Refused("second_factor_needed", sentence, status=403)
