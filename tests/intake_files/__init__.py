"""Files as they really arrive, hostile and honest-but-ugly, each built at test time beside what must come of it.

`FILES` maps a name to an `IntakeFile`. Nothing binary is kept here: `write(folder)` makes the file. The people in the
honest ones are the three of `people.PEOPLE` wherever the shape of the file is the point, so that readers of other rooms
(the import of dossiers) can use the same collection with expectations of their own.
"""

from tests.intake_files import containers, delimited, layouts, overfull, values
from tests.intake_files.declared import DECLARED as FILES

__all__ = ["FILES", "containers", "delimited", "layouts", "overfull", "values"]
