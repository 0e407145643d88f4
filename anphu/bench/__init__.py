"""Figures: how long, how many queries, how much memory, each beside a floor measured in the same run.

`conductor` makes a scratch database for each size and starts in it the measuring process (`__main__`), which fills it
with the demo and prints one JSON line a figure. Nothing here ever opens the installation's own database.
"""
