"""What a file is, by its first bytes: names and types are told by whoever sends it."""
from __future__ import annotations

LARGEST = 8 * 1024 * 1024  # bytes


def kind_of(content: bytes) -> str | None:
    """jpeg, png or webp; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return None
