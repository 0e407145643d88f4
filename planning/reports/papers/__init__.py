"""Papers of rounds: appendices, extracts, summaries, minutes of vote counts, letters, decisions (docs/documents.md).

Their wording is Vietnamese, as that of the forms of dossiers, in whatever language the reader works.
"""
