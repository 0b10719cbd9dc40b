"""Whole turns through REST to a running dialogue process: latency for one user, and the cost of a long conversation.

Usage: python -m bench.turn_latency     (the process of `make run`, or HUINONG_DIALOGUE_PORT)
Each message differs, so that no cache answers; a short warm-up comes first.
"""
from __future__ import annotations

import statistics
import sys
import time
import uuid

import httpx

from bench.stats import percentile
from bot.settings import settings

QUESTIONS = ("低保{n}怎么申请", "危房改造{n}给多少钱", "公益性岗位{n}找谁", "雨露计划{n}要什么材料", "医保缴费{n}有没有资助",
             "小额贷款{n}我够不够条件", "临时救助{n}要多久", "养老保险{n}政府代缴吗", "先看病后付钱{n}怎么弄", "厕所改造{n}还有效吗")


def turns(client: httpx.Client, count: int) -> list[float]:
    """Milliseconds of each turn of one new conversation that has told its place."""
    sender, took = uuid.uuid4().hex, []
    client.post("/webhooks/rest/webhook", json={"sender": sender, "message": "我是丰都的"}).raise_for_status()
    for number in range(count):
        message = QUESTIONS[number % len(QUESTIONS)].format(n=uuid.uuid4().hex[:4])
        began = time.perf_counter()
        client.post("/webhooks/rest/webhook", json={"sender": sender, "message": message}).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    return took


def main() -> int:
    with httpx.Client(base_url=settings().dialogue_url, timeout=60) as client:
        turns(client, 20)
        short = [took for _ in range(15) for took in turns(client, 10)]
        middle, slow = percentile(short, .5), percentile(short, .95)
        print(f"15 conversations of 10 turns: p50 {middle:.1f} ms, p95 {slow:.1f} ms, {len(short)} turns")
        early, late = [], []
        for _ in range(4):
            took = turns(client, 124)
            early += took[2:8]  # around turn 5
            late += took[-8:]  # around turn 120
        at_5, at_120 = statistics.median(early), statistics.median(late)
        print(f"around turn 5: p50 {at_5:.1f} ms; around turn 120: p50 {at_120:.1f} ms; ratio {at_120 / at_5:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
