"""Zip archives that somebody sent."""

import lzma
import struct
import zipfile
import zlib

BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""What reading an archive that does not hold together raises. `zipfile` checks only part of what it reads: a wrong
offset is a ValueError or OSError, a member cut short an EOFError or whatever its decompressor says, one that is
encrypted or packed in an unknown way a RuntimeError. Catch it around nothing but the reading of an archive."""
