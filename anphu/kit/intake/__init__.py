"""Reading what offices have: a file → sheets (`files`) → tables (`tables`) → values (`cells`). Writes nothing."""
