"""The one kind of error a person can cause; the command line prints its sentence and exits with code 2."""

from __future__ import annotations


class UserError(Exception):
    """Something a person can mend. Its text is one sentence that names the thing and the mend."""
