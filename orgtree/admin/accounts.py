"""Accounts and their grants: made, given roles, shut, and helped back in by administrators."""

from itertools import combinations

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from anphu.kit import clock
from anphu.kit.admin import TrackedAdmin, TrackedForm, TrackedInline, form_page
from anphu.kit.admin.fields import ReasonField
from orgtree.actions import accounts as actions
from orgtree.choices import Role, Verb
from orgtree.models import RoleGrant, User
from orgtree.queries.accounts import answered_for, holding, introduced
from orgtree.queries.units import name_on
from orgtree.rules import accounts as rules


class PasswordField(forms.CharField):
    """A password typed here, or one that the program makes."""

    def __init__(self):
        super().__init__(
            label=gettext_lazy("Password"),
            required=False,
            strip=False,
            max_length=128,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "vTextField"}),
            help_text=gettext_lazy("Leave it empty, and a password is made and shown to you once."),
        )

    def clean(self, value):
        value = super().clean(value)
        if value:
            validate_password(value)
        return value


class NewAccountForm(TrackedForm):
    password = PasswordField()


class PasswordForm(forms.Form):
    password = PasswordField()
    reason = ReasonField()


class ReasonOnly(forms.Form):
    reason = ReasonField()


class GrantFormSet(forms.BaseInlineFormSet):
    """Grants judged together: each by the rule, and no two of the same role and unit on the same day."""

    request = None

    def clean(self):
        super().clean()
        filled = [form for form in self.forms if form.is_valid() and form.cleaned_data.get("unit")]
        for form in filled:
            if form.has_changed():
                self._judge(form)
        kept = [form.cleaned_data for form in filled if not self._should_delete_form(form)]
        if any(_collide(one, other) for one, other in combinations(kept, 2)):
            raise forms.ValidationError(_("The same role in the same unit is given twice on one day."), code="twice")

    def _judge(self, form) -> None:
        unit = form.cleaned_data["unit"]
        refusal = rules.why_not_grant(self.instance.pk, unit, user=self.request.user, on=clock.today())
        if refusal is not None:
            raise forms.ValidationError(str(refusal.message), code=refusal.code)


def _collide(one: dict, other: dict) -> bool:
    if (one["role"], one["unit"]) != (other["role"], other["unit"]):
        return False
    (a, b), (c, d) = ((days["period"].lower, days["period"].upper) for days in (one, other))
    return (b is None or c < b) and (d is None or a < d)


class GrantInline(TrackedInline):
    model = RoleGrant
    formset = GrantFormSet
    fields = ("role", "unit", "period")
    autocomplete_fields = ("unit",)

    def owner_may(self, request, obj):
        """Nobody changes their own grants."""
        return super().owner_may(request, obj) and (obj is None or obj.pk != request.user.pk)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.request = request
        return formset

    def get_fields(self, request, obj=None):
        return self.fields if self.owner_may(request, obj) else ("role", "unit_called", "in_force")

    def get_readonly_fields(self, request, obj=None):
        return () if self.owner_may(request, obj) else ("role", "unit_called", "in_force")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(unit_name=name_on("unit", clock.today())).order_by("period", "pk")

    @admin.display(description=gettext_lazy("Unit"))
    def unit_called(self, grant):
        return grant.unit_name


class RoleHeld(admin.SimpleListFilter):
    title = gettext_lazy("role held today")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        return holding(queryset, self.value(), clock.today()) if self.value() in Role.values else queryset


@admin.register(User)
class AccountAdmin(TrackedAdmin):
    written_with = (Verb.MANAGE_ACCOUNTS,)
    deletable = False
    list_display = ("username", "called", "is_active", "roles_today", "second_factor", "last_login")
    list_filter = ("is_active", RoleHeld)
    searched = ("username", "last_name", "first_name")
    search_help_text = gettext_lazy("Search by account or name.")
    ordering = ("username",)
    fields = ("username", "last_name", "first_name", "email", "is_active")
    inlines = (GrantInline,)
    change_form_template = "admin/orgtree/user/change_form.html"

    def seen_by(self, user, rows, on):
        return introduced(answered_for(user, on), on)

    def get_fields(self, request, obj=None):
        return self.fields if obj else (*self.fields[:-1], "password")

    def get_readonly_fields(self, request, obj=None):
        own = ("is_active",) if obj is not None and obj.pk == request.user.pk else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **{"form": self.form if obj else NewAccountForm, **kwargs})

    def save_model(self, request, obj, form, change):
        if not change:
            typed = form.cleaned_data["password"]
            request.made_password = "" if typed else actions.new_password()
            obj.set_password(typed or request.made_password)
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """A made password is in this one answer and nowhere else."""
        if request.made_password:
            return self.show_password(request, obj, request.made_password)
        return super().response_add(request, obj, post_url_continue)

    def show_password(self, request, account, password):
        context = {
            **self.admin_site.each_context(request),
            "title": _("The password, shown once"),
            "opts": self.opts,
            "account": account,
            "password": password,
            "back": self.address(account),
        }
        response = TemplateResponse(request, "admin/orgtree/user/password_made.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def address(self, account) -> str:
        return reverse("admin:orgtree_user_change", args=[account.pk])

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/password/", wrap(self.password_view), name="orgtree_user_password"),
            path("<int:pk>/second-factor/", wrap(self.second_factor_view), name="orgtree_user_second_factor"),
            *super().get_urls(),
        ]

    def found(self, request, pk: int) -> User:
        if not self.has_change_permission(request):
            raise PermissionDenied
        account = self.get_queryset(request).filter(pk=pk).first()
        if account is None:
            raise Http404(pk)
        return account

    @method_decorator(sensitive_post_parameters("password"))
    def password_view(self, request, pk):
        account = self.found(request, pk)
        form = PasswordForm(request.POST or None)
        made = actions.new_password()

        def deed():
            password = form.cleaned_data["password"] or made
            actions.set_password(**self.asked(request, account, form), password=password)
            return _("The new password is set; sessions and tokens of the account have ended.")

        def done():
            typed = form.cleaned_data["password"]
            return HttpResponseRedirect(self.address(account)) if typed else self.show_password(request, account, made)

        return self.help_page(request, account, form, deed, done, title=_("A new password"))

    def second_factor_view(self, request, pk):
        account = self.found(request, pk)
        form = ReasonOnly(request.POST or None)

        def deed():
            actions.remove_second_factor(**self.asked(request, account, form))
            return _("The second factor is removed; its holder sets up a new one at the next sign-in.")

        return self.help_page(request, account, form, deed, title=_("Remove the second factor"))

    @staticmethod
    def asked(request, account, form) -> dict:
        reason = form.cleaned_data["reason"]
        return {"actor": request.user, "on": clock.today(), "account": account.pk, "reason": reason}

    def help_page(self, request, account, form, deed, done=None, **context):
        """A refusal that needs no words is told before the form is filled in."""
        refusal = rules.why_not_access(account, user=request.user)
        return form_page(
            *(self, request, form, deed, done),
            **{"subtitle": account, "back": self.address(account), "why_not": refusal, **context},
        )

    @admin.display(description=gettext_lazy("Name"), ordering="last_name")
    def called(self, account):
        return account.get_full_name() or "–"

    @admin.display(description=gettext_lazy("Roles today"))
    def roles_today(self, account):
        return "; ".join(f"{grant.get_role_display()} ({grant.unit_name})" for grant in account.grants_today) or "–"

    @admin.display(description=gettext_lazy("Second factor"), boolean=True, ordering="has_factor")
    def second_factor(self, account):
        return account.has_factor
