"""The accounts of the demo and their one password: known to everybody, so good for fictional people only."""

ACCOUNTS = ("board", "appraiser", "khanhan", "phuhoi", "btv", "inspector", "auditor", "admin")
PASSWORD = "anphu-demo-2020"
