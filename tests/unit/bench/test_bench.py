"""The pure parts of the bench: figures from numbers, limits, the report from results, content for many counties."""
from __future__ import annotations

import json

import pytest

from bench import plots, report, results
from bench.content import many_counties
from bench.default.project import catalogue
from bench.limits import LIMITS, check
from bench.stats import auroc, percentile, summary
from bot.knowledge.loader import KnowledgeBase
from bot.settings import ROOT


@pytest.mark.parametrize(("share", "wanted"), [(0, 10), (.5, 25), (.95, 38.5), (1, 40)])
def test_a_percentile_lies_between_its_neighbours(share, wanted):
    assert percentile([40, 10, 30, 20], share) == pytest.approx(wanted)


def test_a_percentile_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="no values"):
        percentile([], .5)


def test_a_summary_counts():
    assert summary([1, 2, 3]) == {"count": 3, "p50": 2, "p95": pytest.approx(2.9), "mean": 2}


@pytest.mark.parametrize(("inside", "outside", "wanted"), [
    ([.8, .9], [.1, .2], 1), ([.1, .2], [.8, .9], 0), ([.5], [.5], .5), ([.1, .5, .9], [.5], .5), ([.3, .9], [.2, .4], .75)])
def test_auroc_is_the_chance_of_being_above(inside, outside, wanted):
    assert auroc(inside, outside) == pytest.approx(wanted)


def test_auroc_needs_both_sides():
    with pytest.raises(ValueError, match="both sides"):
        auroc([1], [])


def _latency(p50):
    return {"count": 3, "p50": p50, "p95": 2 * p50, "mean": p50, "values": [p50, p50, 2 * p50]}


def _understood(right, auroc_of_ours):
    scope = {"taken_for_a_question": 3, "turned_away": 1}
    return {"right": right, "groups": {"all": {"share": right, "turns": 8}, "alone": {"share": right, "turns": 4}}, "faults": {},
            "kind_first": .8, "kind_among_three": .9, "kind_sentences": 5, "intent": .6, "aspect": .7, "aspect_sentences": 6,
            "aspects_missed": [["amount", "overview", 2]],
            "strangers": {"auroc": {"relevance": auroc_of_ours, "confidence": .7, "not_out_of_scope": .8}, "inside": scope, "outside": scope}}


def _loaded(load, memory):
    return {"imports": 9, "load": load, "first": .5, "memory_loaded": memory, "memory": memory, "ready": 12, "processes": 1, "memory_service": memory}


def _crowd(turns_per_second, disorder=()):
    return {**_latency(90), "turns": 640, "turns_per_second": turns_per_second, "errors": [], "disorder": list(disorder),
            "cpu": {"dialogue": 20, "client": 1, "rest": 4}, "cores_busy": 1.2, "each": [turns_per_second]}


FIGURES = {
    "accuracy": {"turns": 8, "ours": _understood(.9, .97), "default": _understood(.5, .6)},
    "training": {name: {"training": seconds, "training_at_100": seconds, "epochs": "as configured", "command": seconds + 10, "archive_mb": 5, "fingerprint": "f", "at": "2026-11-21T10:00+00:00"}
                 for name, seconds in (("ours", 20), ("default", 100))},
    "load": {"ours": _loaded(2, 600), "default": _loaded(10, 800)},
    "parse": {"ours": _latency(10), "default": _latency(12)},
    "turns": {"ours": _latency(20), "default": _latency(40), "ours_repeated": _latency(9), "ours_buttons": _latency(8)},
    "history": {name: {"turn_5": 20, "turn_120": 30, "ratio": 1.5, "by_turn": [20, 25, 30]} for name in ("ours", "default")},
    "processes": {"1": _crowd(30), "2": _crowd(54), "senders": 16, "ratio": 1.8},
    "counties": {"few": {**_latency(20), "places": 5, "ready": 11, "first_answer_ms": 300, "memory": 650}, "ratio": 1.1, "ratio_p95": 1.1,
                 "many": {**_latency(22), "places": 2800, "ready": 12, "first_answer_ms": 400, "memory": 660}, "new_places": _latency(30), "slowed": [["低保找谁", 20, 90]]},
}
MACHINE = {"processor": "Some CPU", "cores": 2, "memory_gb": 8, "python": "3.10.13", "load": .1}


def entries(quick=False):
    return {name: {"section": name, "quick": quick, "at": "2026-11-21T10:00:00+00:00", "machine": MACHINE, "result": figures}
            for name, figures in FIGURES.items()}


def test_every_limit_is_checked_and_holds_at_its_bound():
    checked = check(FIGURES)
    assert [limit for limit, _, _ in checked] == list(LIMITS)
    assert [limit.what for limit, _, holds in checked if not holds] == []


@pytest.mark.parametrize(("section", "worse"), [
    ("training", {**FIGURES["training"], "ours": {**FIGURES["training"]["ours"], "training_at_100": 20.5}}),
    ("turns", {**FIGURES["turns"], "ours": {**_latency(20), "p95": 57}}),
    ("load", {**FIGURES["load"], "ours": _loaded(2, 601)}),
    ("counties", {**FIGURES["counties"], "ratio": 1.21}),
    ("processes", {**FIGURES["processes"], "ratio": 1.79}),
    ("processes", {**FIGURES["processes"], "2": _crowd(54, ["a conversation"])}),
    ("accuracy", {**FIGURES["accuracy"], "default": _understood(.76, .6)}),
])
def test_a_figure_beyond_its_limit_fails(section, worse):
    assert sum(not holds for _, _, holds in check({**FIGURES, section: worse})) == 1


def test_limits_of_what_is_not_measured_are_not_checked():
    assert check({}) == []


def test_the_report_has_every_section_and_says_pass_and_fail():
    text = report.render(entries(), {"turns": "bench-turns.svg"})
    for title in ("Right answers", "Training from nothing", "Loading and memory", "Whole turns", "Two processes", "Thousands of counties"):
        assert f"## {title}\n" in text
    assert "| whole turn p50, to the default's | ≤ 0.70 | 0.50 | pass |" in text
    assert "![Whole turns](images/bench-turns.svg)" in text
    assert "quick run" not in text


def test_a_quick_run_is_no_measurement():
    assert "these are no measurements" in report.render(entries(quick=True), {})


def test_the_report_of_some_sections_leaves_the_others_out():
    text = report.render({"history": entries()["history"]}, {})
    assert "Long conversations" in text
    assert "Whole turns" not in text


def test_pictures_are_small_and_the_same_each_time(tmp_path):
    first = plots.draw(FIGURES, tmp_path / "first")
    assert set(first) == {"accuracy", "parse", "turns", "history"}
    plots.draw(FIGURES, tmp_path / "second")
    for name in first.values():
        picture = (tmp_path / "first" / name).read_bytes()
        assert len(picture) < 200_000
        assert picture == (tmp_path / "second" / name).read_bytes()


def test_the_newest_full_run_of_a_section_counts(tmp_path):
    file = tmp_path / "results.jsonl"
    for quick, value in ((True, 1), (False, 2), (False, 3), (True, 4)):
        results.append("turns", quick, 1.0, {"value": value}, file)
    results.append("parse", True, 1.0, {"value": 5}, file)
    found = results.latest(file)
    assert {name: entry["result"]["value"] for name, entry in found.items()} == {"turns": 3, "parse": 5}
    assert json.loads(file.read_text(encoding="utf-8").splitlines()[0])["machine"]["cores"] >= 1


def test_the_catalogue_becomes_a_retrieval_intent():
    kinds = KnowledgeBase(ROOT / "policies_kb").kinds
    tree = catalogue(KnowledgeBase(ROOT / "policies_kb"))
    assert [entry["intent"] for entry in tree["nlu"]] == [f"policy/{kind}" for kind in kinds]
    assert all(f"utter_policy/{kind}" in tree["responses"] for kind in kinds)
    grant = next(entry for entry in tree["nlu"] if entry["intent"] == "policy/household_industry_grant")
    assert f"- {kinds['household_industry_grant'].name}\n" in grant["examples"]


def test_made_up_counties_can_be_read_like_real_ones(tmp_path):
    added = many_counties(tmp_path / "content", 8)
    kb = KnowledgeBase(tmp_path / "content")
    assert len(kb.folders) == 8
    for code in added:
        grant = kb.scheme(code, "household_industry_grant")
        assert grant is not None
        assert grant.amounts[0].source.document == f"county-{code}"
        assert kb.document(f"county-{code}").division == code
        assert kb.place(code).division == code
