"""Loads the C++ core so that it finds its own libraries before those of others.

A package such as TensorFlow puts its OpenSSL and protobuf where every library loaded later finds
them first: by ``RTLD_GLOBAL``. Those are other versions under the same names, and the core would
crash, or encrypt with code that nobody tested it with.
"""

import os
import sys

_ours_first = os.RTLD_NOW | os.RTLD_LOCAL | getattr(os, "RTLD_DEEPBIND", 0)
_before = sys.getdlopenflags()
sys.setdlopenflags(_ours_first)
try:
    from lamella import _core  # noqa: F401
finally:
    sys.setdlopenflags(_before)
