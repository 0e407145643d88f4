"""Administration of accounts and code lists; units, people and every history to read."""

from orgtree.admin import accounts, codes, dossiers, histories, records, reference

__all__ = ["accounts", "codes", "dossiers", "histories", "records", "reference"]
