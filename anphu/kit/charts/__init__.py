"""Server-drawn SVG: one file for each kind of picture.

Pictures stretch to any width without distortion: across, positions are percentages; downward, they are `rem` and grow
with the reader's letters. Only lines have a `viewBox` of their own. Colours are classes of `charts.css` (a strict
content security policy allows no style attribute); `standalone` turns them into attributes where a picture leaves the
page. Every picture carries a text alternative: `role="img"` with `aria-label`.
"""

from anphu.kit.charts.band import ABOVE, BELOW, PLAIN, UNKNOWN, WITHIN, Band, band
from anphu.kit.charts.columns import HEIGHT as COLUMNS_HEIGHT
from anphu.kit.charts.columns import Column, columns
from anphu.kit.charts.figure import Figure, Key
from anphu.kit.charts.heat import Cell, grid, grid_height, heat, strength
from anphu.kit.charts.lanes import Axis, Lane, lanes
from anphu.kit.charts.outlook import HEIGHT as OUTLOOK_HEIGHT
from anphu.kit.charts.outlook import Ahead, Goal, Mark, Point, outlook
from anphu.kit.charts.pyramid import Rung, pyramid
from anphu.kit.charts.pyramid import height as pyramid_height
from anphu.kit.charts.trend import trend

__all__ = [
    "ABOVE",
    "BELOW",
    "COLUMNS_HEIGHT",
    "OUTLOOK_HEIGHT",
    "PLAIN",
    "UNKNOWN",
    "WITHIN",
    "Ahead",
    "Axis",
    "Band",
    "Cell",
    "Column",
    "Figure",
    "Goal",
    "Key",
    "Lane",
    "Mark",
    "Point",
    "Rung",
    "band",
    "columns",
    "grid",
    "grid_height",
    "heat",
    "lanes",
    "outlook",
    "pyramid",
    "pyramid_height",
    "strength",
    "trend",
]
