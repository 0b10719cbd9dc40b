"""The machine's pip settings, handed to uv, which reads none of them itself."""
# ruff: noqa: S603  our own fixed commands and addresses
from __future__ import annotations

import ast
import subprocess
from typing import Dict, Mapping

# pip's name: uv's environment variable, and how uv separates several values
_NAMES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "no-index": ("UV_NO_INDEX", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "timeout": ("UV_HTTP_TIMEOUT", " "),
    "default-timeout": ("UV_HTTP_TIMEOUT", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "client-cert": ("SSL_CLIENT_CERT", " "),
    "proxy": ("ALL_PROXY", " "),
}
_SECTIONS = ("global", "install", ":env:")  # pip's order: the later one wins


def for_uv(python: str, environment: Mapping[str, str]) -> Dict[str, str]:
    """`environment` with pip's settings under uv's names. What uv is told already stays; a Python without pip adds nothing."""
    answer = subprocess.run([python, "-m", "pip", "config", "list"], env=dict(environment), stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return {**translate(answer.stdout if answer.returncode == 0 else ""), **environment}


def translate(listing: str) -> Dict[str, str]:
    """What `pip config list` prints (lines like global.cert='/etc/ca.pem'), as environment variables for uv."""
    found: Dict[str, str] = {}
    lines = [line.partition("=") for line in listing.splitlines() if "=" in line]
    for wanted in _SECTIONS:
        for key, _, quoted in lines:
            section, _, name = key.rpartition(".")
            if section == wanted and name in _NAMES:
                variable, separator = _NAMES[name]
                found[variable] = separator.join(str(ast.literal_eval(quoted)).split())
    return found
