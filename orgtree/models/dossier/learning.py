"""What a person has learnt. The highest levels stand in the core; these say where and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgtree.choices import Scheme
from orgtree.models.dossier.part import PartialDateField, Row, Single, code, in_order, part, real_dates, words


@part
class Schooling(Single):
    """General education and the highest qualification in words."""

    general_education = code(Scheme.GENERAL_EDUCATION, _("general education"))
    major = words(_("major of the highest qualification"))
    degree_title = code(Scheme.DEGREE_TITLE, _("degree"))
    degree_year = PartialDateField(_("year of the degree"))
    academic_title = code(Scheme.ACADEMIC_TITLE, _("academic title"))
    academic_title_year = PartialDateField(_("year of the academic title"))
    informatics = words(_("informatics"), 100)
    minority_language = words(_("minority language"), 100)

    class Meta:
        verbose_name = _("schooling")
        verbose_name_plural = _("schooling")
        constraints = [*real_dates("schooling", "degree_year", "academic_title_year")]


@part
class Training(Row):
    """One course or study: professional, political theory, state management, defence, skills."""

    kind = code(Scheme.TRAINING_KIND, _("kind of training"))
    started = PartialDateField(pgettext_lazy("dates", "from"))
    ended = PartialDateField(pgettext_lazy("dates", "to"))
    school = words(_("school"))
    major = words(_("major or content"))
    mode = code(Scheme.TRAINING_MODE, _("mode of training"))
    credential = words(_("diploma or certificate"))

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("training and courses")
        constraints = [*real_dates("training", "started", "ended"), in_order("training", "started", "ended")]


@part
class LanguageSkill(Row):
    """A foreign language and how well."""

    language = code(Scheme.LANGUAGE, _("language"))
    level = words(_("level of the language"), 60)
    certified = PartialDateField(_("certified on"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("foreign language")
        verbose_name_plural = _("foreign languages")
        constraints = [*real_dates("languageskill", "certified")]
