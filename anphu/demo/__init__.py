"""The demo district: An Phú as it might have been on 07/07/2020, with invented people and the same rows every time."""
