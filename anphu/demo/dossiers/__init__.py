"""The full dossiers of the demo: every section for those who serve, the sections that everybody has for the others.

Sections agree with each other because they are drawn from one Profile; each has a stream of its own, so that tuning one
changes no other. Everything is invented: schools are generic, telephone numbers and addresses of mail are nobody's.
"""
