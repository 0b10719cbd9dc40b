"""The file with the keys: a line each, name and 64 hexadecimal digits, the one that seals first."""
from __future__ import annotations

import os
import secrets
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.storage.encryption import Bunch, Key, Keyring

_BYTES = 32


class BadKeyFile(Exception):
    """There is no such file, others may read it, or a line is no key. Never holds a key."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}. Make one with: huinong keys new")
        self.file, self.why = file, why


def new_key(name: str) -> Key:
    return Key(name, secrets.token_bytes(_BYTES))


def read_keys(file: Path) -> Keyring:
    """Raises BadKeyFile."""
    try:
        if file.stat().st_mode & 0o077:
            raise BadKeyFile(file, "others may read it; it must belong to one user alone (chmod 600)")
        lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
        return Keyring(tuple(Key(name, bytes.fromhex(secret)) for name, secret in lines))
    except OSError as error:
        raise BadKeyFile(file, error.strerror or "cannot be read") from None
    except ValueError:
        raise BadKeyFile(file, "a line is not a name and 64 hexadecimal digits, or there is none") from None


def write_keys(file: Path, keys: tuple[Key, ...], replacing: bool = False) -> None:
    """Whole or not at all. Without `replacing` a file that another process made first is kept."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=file.parent, prefix=".keys-", delete=False) as fresh:  # only its owner may read it
        fresh.writelines(f"{key.name} {key.secret.hex()}\n" for key in keys)
        fresh.flush()
        os.fsync(fresh.fileno())
    try:
        if replacing:
            os.replace(fresh.name, file)
        else:
            os.link(fresh.name, file)
    except FileExistsError:
        pass
    finally:
        Path(fresh.name).unlink(missing_ok=True)


class FileKeyring(Keyring):
    """The keys of a file, read again whenever the file is another one: a rotation holds at once in every running process."""

    def __init__(self, file: Path) -> None:
        """Raises BadKeyFile."""
        self._file, self._seen = file, _look(file)
        super().__init__(read_keys(file).keys)

    def bunch(self) -> Bunch:
        seen = _look(self._file)
        if seen is not None and seen != self._seen:
            try:
                self._bunch = Bunch.of(read_keys(self._file).keys)
                self._seen = seen
            except BadKeyFile:
                pass  # a process that runs goes on with the keys it has; one that starts says what is wrong
        return self._bunch


def _look(file: Path) -> tuple[int, int, int] | None:
    """What differs when the file was replaced or changed; a microsecond or two. None where it cannot be seen."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def keys_of(file: Path, may_make: bool) -> FileKeyring:
    """The keys of the file; where there is none and `may_make`, it is made. Raises BadKeyFile."""
    if may_make and not file.exists():
        write_keys(file, (new_key("first"),))
    return FileKeyring(file)
