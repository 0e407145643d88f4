"""Documents and lists that leave the system: a dossier on an official form, a list as a sheet or on paper."""
