"""Send random Unicode strings through REST to a running dialogue process: each must get one polite reply.

Usage: python -m bench.bad_input [COUNT] [SEED]     (the process of `make run`, or HUINONG_DIALOGUE_PORT)
"""
from __future__ import annotations

import json
import random
import sys
import time

import httpx

from bot.settings import settings


def message(source: random.Random) -> str:
    kinds = (lambda: source.randrange(0x110000), lambda: source.randrange(0x4E00, 0x9FFF),
             lambda: source.randrange(0x20, 0x7F), lambda: 0xFDFA)
    return "".join(chr(source.choice(kinds)()) for _ in range(source.choice((1, 5, 20, 60, 200))))


def main(count: int, seed: int) -> int:
    source, failures, began = random.Random(seed), 0, time.monotonic()
    with httpx.Client(base_url=settings().dialogue_url, timeout=60) as client:
        for number in range(1, count + 1):
            body = json.dumps({"sender": f"fuzz-{number % 50}", "message": message(source)})
            response = client.post("/webhooks/rest/webhook", content=body)
            replies = response.json() if response.status_code == 200 else []
            if not (replies and replies[0].get("text")):
                failures += 1
                print(f"message {number}: {response.status_code} {replies}")
            if number % 1000 == 0:
                print(f"{number} sent, {failures} failures, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{count} messages, {failures} without a polite reply, seed {seed}, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 20261121))
