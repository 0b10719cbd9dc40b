"""Throwaway PostgreSQL and Redis servers on loopback, as .ci/run starts them."""
# ruff: noqa: S603, S607  our own fixed commands
from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import redis

from bench.running import free_port


class NoServer(Exception):
    """PostgreSQL or Redis is not installed here."""


@contextmanager
def servers(folder: Path) -> Iterator[tuple[str, str]]:
    """URLs of an empty PostgreSQL database and of a Redis; both end with the block. Raises NoServer."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), default=None)
    if programs is None or not shutil.which("redis-server"):
        raise NoServer("PostgreSQL and redis-server are needed: see .ci/run")
    home = folder / "postgres"
    home.mkdir()
    folder.chmod(0o711)
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root, and whoever is root has a user for it
        shutil.chown(home, "postgres")

    def postgres(*arguments: object) -> None:
        become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        # its output goes to a file: the server keeps what it inherits open
        with (folder / "postgres.log").open("a") as log:
            subprocess.run([*become, str(programs / str(arguments[0])), *map(str, arguments[1:])], cwd="/", check=True,
                           stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    port, redis_port = free_port(), free_port()
    postgres("initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    # default durability: what production would pay
    postgres("pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-t", "60", "-o", f"-h 127.0.0.1 -p {port} -k {home}", "start")
    store = subprocess.Popen(["redis-server", "--bind", "127.0.0.1", "--port", str(redis_port), "--save", "", "--appendonly", "no",
                              "--dir", str(folder)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        postgres("createdb", "-h", home, "-p", port, "-U", "postgres", "bench")
        _wait_for_redis(redis_port)
        yield f"postgresql+psycopg2://postgres@127.0.0.1:{port}/bench", f"redis://127.0.0.1:{redis_port}/0"
    finally:
        store.terminate()
        store.wait()
        postgres("pg_ctl", "-D", home / "data", "-m", "immediate", "stop")


def _wait_for_redis(port: int, patience: float = 10.0) -> None:
    began = time.monotonic()
    while True:
        try:
            redis.Redis(port=port).ping()
            return
        except redis.ConnectionError:
            if time.monotonic() - began > patience:
                raise
            time.sleep(0.05)
