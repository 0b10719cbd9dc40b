"""Each section's figures as a Markdown table with what must be known to read them."""
from __future__ import annotations

from typing import Any, Mapping, Sequence

Figures = Mapping[str, Any]


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def _both(result: Figures, rows: Sequence[tuple[str, str, str]]) -> str:
    """Rows of (what, key, format), with ours to the default's at the end."""
    ours, default = result["ours"], result["default"]
    body = [(what, form.format(ours[key]), form.format(default[key]), f"{ours[key] / default[key]:.2f}") for what, key, form in rows]
    return table(("", "ours", "default", "ours / default"), body)


def accuracy(result: Figures) -> str:
    def per_cent(value: float) -> str:
        return f"{100 * value:.1f} %"

    ours, default = result["ours"], result["default"]
    rows = [("right answers", *(f"{100 * each['right']:.1f} %" for each in (ours, default)))]
    rows += [(f"… {group}, {ours['groups'][group]['turns']} turns", *(per_cent(each["groups"][group]["share"]) for each in (ours, default)))
             for group in sorted(ours["groups"]) if group != "all"]
    rows += [(f"{what}, {ours[count]} sentences that stand alone", *(per_cent(each[key]) for each in (ours, default)))
             for what, key, count in (("right kind first", "kind_first", "kind_sentences"),
                                      ("right kind among three", "kind_among_three", "kind_sentences"),
                                      ("right intent", "intent", "aspect_sentences"),
                                      ("right aspect for the conversation", "aspect", "aspect_sentences"))]
    rows += [("out of scope: AUROC", f"{ours['strangers']['auroc']['relevance']:.3f}", f"{best_signal(default):.3f}")]
    scope = [(f"{where}: {what}", *(each["strangers"][side][key] for each in (ours, default)))
             for where, side in (("about a policy", "inside"), ("out of scope", "outside"))
             for what, key in (("taken for a question", "taken_for_a_question"), ("intent out_of_scope", "turned_away"))]
    missed = [(f"{wanted} read as {read}", count) for wanted, read, count in ours["aspects_missed"]]
    return (
        f"{result['turns']} turns of [eval/development](../eval/development), which no training sees; a reply is right if "
        "[bot/evaluation/judge.py](../bot/evaluation/judge.py) finds no fault (status, kind, figures, clause).\n\n"
        + table(("", "ours", "default"), rows)
        + "\nThe AUROC of ours is that of `relevance`, by which the conversation decides; the default's is the best of its likeliest "
        "intent's confidence, 1 − P(out_of_scope) and its `relevance`. What the intent alone says of whom:\n\n"
        + table(("sentences", "ours", "default"), scope)
        + "\nWhat ours confuses most, aspect by aspect:\n\n" + table(("", "times"), missed)
    )


def best_signal(of: Figures) -> float:
    return float(max(of["strangers"]["auroc"].values()))


def training(result: Figures) -> str:
    days = sorted({result[name]["at"][:10] for name in ("ours", "default")})
    return (f"Each in a process of its own, with both cores and Rasa's cache off ({' and '.join(days)}). The training is Rasa's `train` "
            f"after the imports. Epochs that the default learned: {result['default']['epochs']}.\n\n" + _both(result, (
                ("training, s", "training", "{:.1f}"),
                ("with 100 epochs (by proportion), s", "training_at_100", "{:.0f}"), ("whole command, s", "command", "{:.1f}"),
                ("archive, MB", "archive_mb", "{:.1f}"))))


def load(result: Figures) -> str:
    rows = (("imports, s", "imports", "{:.1f}"), ("Agent.load after imports, s", "load", "{:.2f}"), ("first message, s", "first", "{:.2f}"),
            ("memory loaded, MB", "memory_loaded", "{:.0f}"), ("memory after 20 messages, MB", "memory", "{:.0f}"),
            ("as a service: start to ready, s", "ready", "{:.1f}"), ("as a service: processes", "processes", "{:.0f}"),
            ("as a service: memory of all processes after 20 messages, MB", "memory_service", "{:.0f}"))
    return ("Medians of starts turn about. The first rows are one process with the actions in it for both; as a service the default is "
            "`rasa run` and `rasa run actions`, ours the dialogue process.\n\n" + _both(result, rows))


_LATENCY = (("p50, ms", "p50", "{:.1f}"), ("p95, ms", "p95", "{:.1f}"), ("mean, ms", "mean", "{:.1f}"))


def parse(result: Figures) -> str:
    return (f"{result['ours']['count']} different sentences, each once so that no cache answers, turn about.\n\n"
            + _both(result, _LATENCY))


def turns(result: Figures) -> str:
    extra = [(what, *(form.format(result[name][key]) for _, key, form in _LATENCY))
             for what, name in (("ours, message heard before", "ours_repeated"), ("ours, a button tapped", "ours_buttons"))]
    return (f"{result['ours']['count']} messages through REST, one at a time, turn about, on SQLite: `rasa run` with `rasa run actions` "
            "and Rasa's own tracker store; the dialogue process as `make run` starts it.\n\n" + _both(result, _LATENCY) + "\n"
            + table(("", *(what for what, _, _ in _LATENCY)), extra))


def history(result: Figures) -> str:
    rows = (("turn 5, p50 ms", "turn_5", "{:.1f}"), ("turn 120, p50 ms", "turn_120", "{:.1f}"), ("turn 120 / turn 5", "ratio", "{:.2f}"))
    return ("The same few questions over and over in one conversation, turn about; around turn 5 and around turn 120.\n\n"
            + _both(result, rows))


def processes(result: Figures) -> str:
    keys = (("turns a second", "turns_per_second", "{:.1f}"), ("p50, ms", "p50", "{:.0f}"), ("p95, ms", "p95", "{:.0f}"),
            ("turns", "turns", "{:.0f}"), ("cores busy", "cores_busy", "{:.2f}"))
    rows: list[tuple[object, ...]] = [(what, *(form.format(result[count][key]) for count in "12")) for what, key, form in keys]
    rows += [(f"CPU a turn: {who}, ms", *(f"{result[count]['cpu'][who]:.1f}" for count in "12")) for who in result["1"]["cpu"]]
    checks = (("errors", "errors"), ("conversations out of order", "disorder"))
    rows += [(what, *(len(result[count][key]) for count in "12")) for what, key in checks]
    return (f"{result['senders']} senders at once, each waiting for its reply, every message to the next process in turn; Redis keeps the "
            f"locks, PostgreSQL the conversations. Two processes take {result['ratio']:.2f} times the turns of one. Client, both servers "
            "and the processes share the machine's cores.\n\n"
            + table(("", "one process", "two processes"), rows)
            + "\nOrder is checked in the database: every conversation's messages and replies stand there as the client saw them. CPU of "
            "`rest` is PostgreSQL, Redis, the kernel and whatever else ran.\n")


def counties(result: Figures) -> str:
    few, many = result["few"], result["many"]
    keys = (("turn p50, ms", "p50", "{:.1f}"), ("turn p95, ms", "p95", "{:.1f}"), ("start to ready, s", "ready", "{:.1f}"),
            ("first answer of the process, ms", "first_answer_ms", "{:.0f}"), ("memory, MB", "memory", "{:.0f}"))
    rows = [(what, form.format(few[key]), form.format(many[key]), f"{many[key] / few[key]:.2f}") for what, key, form in keys]
    return (f"Ours alone, {few['count']} questions turn about, with the real content and with made-up counties added (copies of a few "
            "schemes under real codes).\n\n"
            + table(("", f"{few['places']} places", f"{many['places']} places", "ratio"), rows)
            + f"\nThe first answer for a county of which nothing was read yet takes {result['new_places']['p50']:.0f} ms (p50). "
            "What the counties slow down most:\n\n"
            + table(("message", f"{few['places']} places, ms", f"{many['places']} places, ms"), result["slowed"]))
