# 惠农问答. `make run` and `make test` do everything they need; `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test train eval bench chat-faults chat-load faults load api-fuzz lint check clean environment
MAKEFLAGS += --no-print-directory
# importing Rasa takes 5 s from compiled files and 14 s without them
unexport PYTHONDONTWRITEBYTECODE

# pyenv's shim fails when .python-version names a Python it lacks: take the first python3 that runs
PYTHON3 := $(shell for p in python3 /usr/bin/python3 /usr/local/bin/python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && echo "$$p" && break; done)
PYTHON := .venv/bin/python
SOURCES := $(wildcard ../shared/sources)
ARGS ?=

help: ## This list
	@echo "惠农问答 Huinong"; grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-8s %s\n", $$1, $$2}'

run: train ## Start it, and say where to click (the first time makes everything it needs)
	@exec $(PYTHON) -m bot up

test: train ## All tests; ARGS="-k price" passes options to pytest
	@exec $(PYTHON) -m pytest -r fEs $(ARGS)

train: environment ## Train the language model, if something it depends on has changed
	@exec $(PYTHON) tools/train.py

eval: train ## Ask the evaluation sets and judge the answers; ARGS="--show 100", ARGS="--report docs/evaluation.md"
	@exec $(PYTHON) -m bot eval --all $(ARGS)

bench: train ## Ours beside Rasa's default pipeline, into docs/measurements.md; ARGS="turns --quick" tries one section
	@$(PYTHON) -m bench $(or $(ARGS),all)

chat-faults: train ## Kill the gateway to Telegram while people write: each answer is seen once; ARGS="--seed 1 --updates 200"
	@exec $(PYTHON) -m bench.chat_faults $(ARGS)

chat-load: train ## A hundred chats at once: what the gateway to Telegram adds to a turn; ARGS="--chats 20"
	@exec $(PYTHON) -m bench.chat_load $(ARGS)

faults: environment ## Kill the web process while households report: nothing may be lost; ARGS="--seed 1 --on sqlite"
	@exec $(PYTHON) -m bench.faults $(ARGS)

load: environment ## Reports a second on PostgreSQL, into docs/measurements-casework.md; ARGS="--quick" tries it
	@exec $(PYTHON) -m bench.load $(ARGS)

api-fuzz: environment ## 5,000 generated requests against the API: no 5xx, every answer as its contract says; ARGS="--seed 1"
	@exec $(PYTHON) -W ignore -m bench.api_fuzz $(ARGS)

lint: environment ## Style and types: ruff and mypy
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m mypy tools

check: environment ## Check policies_kb; with the official texts in ../shared/sources, every citation too
	@exec $(PYTHON) -m bot kb check $(if $(SOURCES),--sources $(SOURCES))

clean: ## Remove the model and all caches (keeps .venv, .env and the data in var/)
	@rm -rf models .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

environment:
	@if [ -z "$(PYTHON3)" ]; then echo "No python3 (3.8 or newer) runs on this machine: install one, then run make again." >&2; exit 1; fi
	@exec $(PYTHON3) tools/environment.py
