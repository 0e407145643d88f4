"""Sheets in: columns declared from the sections of a dossier, what a row says, and what it would change.

Reads and judges; what is accepted is written by orgtree.actions.imports. One path for preview, correction and API.
"""
