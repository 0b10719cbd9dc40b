"""Which jobs there are and how often each runs."""
from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import partial
from typing import Callable, Mapping

from bot import bootstrap, clock
from bot.channels.registered import pushes
from bot.jobs.chat_messages import CaseMessages, ChatMessages
from bot.jobs.deadline_sweep import DeadlineSweep
from bot.jobs.outbox import Deliverer, deliver_due
from bot.jobs.retention import periods_of, retain
from bot.jobs.runner import Job
from bot.jobs.staff_alerts import StaffAlerts
from bot.jobs.webhooks import Webhooks
from bot.settings import Settings
from bot.storage.outbox import Outbox

_SECOND, _MINUTE, _DAY = 1.0, 60.0, 24 * 60 * 60.0


def schedule(settings: Settings) -> list[Job]:
    """The jobs of these settings. Raises ValueError for a setting that is wrong, BadKeyFile.

    Each kind of recipient has a job of its own: webhooks do not wait for a dialogue process that hangs.
    """
    outbox = bootstrap.outbox()
    sweep = DeadlineSweep(bootstrap.clock_rows(), bootstrap.case_store(), bootstrap.place_rules())
    return [
        *(Job(f"outbox_{kind}", _SECOND, partial(_deliver_all, outbox, {kind: each}), is_quiet=True)
          for kind, each in deliverers(settings).items()),
        Job("deadline_sweep", 5 * _MINUTE, lambda is_stopping: sweep.run(clock.now(), is_stopping)),
        Job("retention", _DAY, lambda _: _retain(settings)),
    ]


def deliverers(settings: Settings) -> dict[str, Deliverer]:
    """By kind of recipient. Letters to a kind that is not here wait."""
    messages = CaseMessages(bootstrap.case_queries(), bootstrap.knowledge_base(), bootstrap.divisions(), clock.today)
    found: dict[str, Deliverer] = {"webhook": Webhooks(bootstrap.api_clients(), clock.now, settings.is_production),
                                   "chat": ChatMessages(settings.dialogue_url, messages, push=pushes())}
    if settings.staff_webhook:
        found["staff"] = StaffAlerts(settings.staff_webhook, settings.is_production)
    return found


def _deliver_all(outbox: Outbox, to: Mapping[str, Deliverer], is_stopping: Callable[[], bool]) -> Mapping[str, int]:
    """Until nothing is due: a queue's next letter is due as soon as the one before it is gone."""
    total: Counter[str] = Counter()
    while not is_stopping():
        counts = deliver_due(outbox, to, clock.now)
        total.update(asdict(counts))
        if not counts.taken:
            break
    return total


def _retain(settings: Settings) -> Mapping[str, int]:
    return retain(bootstrap.database(), bootstrap.keyring(), periods_of(settings), clock.now()).as_dict()
