"""Reading what offices really have: a file → sheets (`files`) → tables (`tables`) → values (`cells`). Writes nothing."""
