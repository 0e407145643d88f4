"""The declared parts of a cadre's dossier, in the order of the forms.

One declaration per section drives page, API, import, documents, completeness, admin and who sees what. The catalogue is
that of forms 2C-TCTW/98, 2C-BNV/2008, the unified CV of 2023 (circular 06/2023/TT-BNV), the member form 2-HSĐV and the
28 columns of the member file of 2025; which item of a form a field answers is second-hand or unverified knowledge.
"""

from django.db import models

from orgtree.sections.identity import CORE, IDENTITY
from orgtree.sections.judgement import JUDGEMENT
from orgtree.sections.life import LIFE
from orgtree.sections.shapes import Item, Section

__all__ = ["BY_CODE", "BY_MODEL", "CORE", "SECTIONS", "Item", "Section"]

SECTIONS: tuple[Section, ...] = (*IDENTITY, *LIFE, *JUDGEMENT)
"""Every part of a dossier, in the order in which pages and forms show them."""

BY_CODE: dict[str, Section] = {section.code: section for section in SECTIONS}
BY_MODEL: dict[type[models.Model], Section] = {section.model: section for section in SECTIONS}
