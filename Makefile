# A 家政 booking assistant on WeChat. `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test bench bench-core bench-care evaluate evaluate-dialogue lint format types imports dialogue pins environments model chromium
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# The first Python that is new enough; it only makes the environments.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python && break; done)
APP := .venv/bin
UV_COMPILE := $(APP)/uv pip compile --quiet --universal --no-header

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## /  make \1\t/p' Makefile | expand -t 22

run: environments model  ## start everything on this machine with demo data and a WeChat simulator; Ctrl-C stops it
	@exec $(APP)/python -m bot serve --demo

test: environments model chromium lint types imports dialogue  ## everything that must be green
	$(APP)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

bench: environments model  ## messages a second against bare Rasa, acknowledgements against a bare echo
	@exec $(APP)/python -m tests.bench

bench-core: environments  ## free windows and matches in a city of 10,000 providers, and how good the matches are
	@exec $(APP)/python -m tests.bench.core

bench-care: environments model  ## messages to open consoles and replies to phones, against a bare echo
	@exec $(APP)/python -m tests.bench.care

# The time suite is not part of this repository; without it that table is left out.
SUITE ?= ../shared
EPOCHS ?= 8
evaluate: environments  ## how well messages are understood, beside the peers; EPOCHS=0 leaves the slow one out
	@$(APP)/python .ci/peers.py
	@exec $(APP)/python -m tests.evaluate --epochs $(EPOCHS) \
		--time-cases $(SUITE)/data/time_dev.json --time-scorer $(SUITE)/tools/time_score.py

# FILES="folder …" measures those instead of the team's own.
evaluate-dialogue: environments model  ## how conversations end and what they cost, beside a plain Rasa form
	@exec $(APP)/python -m tests.evaluate_dialogue $(FILES)

lint: environments  ## style and format
	$(APP)/ruff check .
	$(APP)/ruff format --check .

format: environments  ## put style and format right where a machine can
	$(APP)/ruff check --fix .
	$(APP)/ruff format .

types: environments  ## mypy: the program on 3.11, what Rasa runs on 3.10
	$(APP)/mypy
	$(APP)/mypy --python-version 3.10 bot/zh bot/nlu

# Without its cache, which does not notice a module that has appeared.
imports: environments  ## who may import whom
	$(APP)/lint-imports --no-logo --no-cache

dialogue: environments model  ## the training data, and the test conversations on the trained model
	@$(APP)/python .ci/dialogue.py

pins: environments  ## requirements/*.txt anew from pyproject.toml, keeping every pin that still fits
	$(UV_COMPILE) --python-version 3.11 --group dev --override requirements/overrides.txt \
		--output-file requirements/app.txt pyproject.toml
	$(UV_COMPILE) --python-version 3.10 --group rasa --output-file requirements/rasa.txt
	$(UV_COMPILE) --python-version 3.11 --prerelease allow --group peers --output-file requirements/peers.txt

environments:
	@$(or $(PYTHON),$(error Python 3.11 or newer is needed, and none was found)) .ci/environments.py

model: environments
	@$(APP)/python .ci/model.py

chromium: environments
	@$(APP)/python .ci/chromium.py
