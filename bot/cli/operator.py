"""Who types a command: for the audit log."""
from __future__ import annotations

import os
import pwd


def name_of(by: str) -> str:
    """`by` if given, else the operating system's user, or its number where it has no name."""
    if by:
        return by
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
