"""The official forms, each declared once; paper, Word template and checks read the same declaration."""

from orgtree.reports.forms.cadre_1998 import CADRE_1998
from orgtree.reports.forms.member import MEMBER
from orgtree.reports.forms.shapes import Form
from orgtree.reports.forms.unified_2023 import UNIFIED_2023

__all__ = ["FORMS", "Form"]

FORMS: dict[str, Form] = {form.code: form for form in (CADRE_1998, UNIFIED_2023, MEMBER)}
