"""Administration of accounts and code lists; units, people and every history to read."""

from orgtree.admin import accounts, codes, histories, records, reference

__all__ = ["accounts", "codes", "histories", "records", "reference"]
