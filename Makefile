# make run    build the examples and ask them
# make test   everything: linters, types, tests with a real Neo4j and a real browser
# make bench  abstracts a second, beside the bare encoder: make bench PAPERS=abstracts.jsonl
# make bench-atlas  time and memory of builds and changes, and the questions: make bench-atlas PAPERS=abstracts.jsonl SIZES="1000 20000" KEEP=atlases
# make test-train  train a pipeline on the made-up field and try it (torch: 5 GB, minutes)
# make train  train the extractor again: make train GOLD="train.jsonl corrected.jsonl" RESULTS=results.jsonl DEV=dev.jsonl (hours)

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help run test test-train bench bench-atlas train lint format clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(VENV)/.installed: pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: call make with PYTHON=python3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv: install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --group dev
	@touch $@

run: $(VENV)/.installed
	$(BIN)/paperatlas build examples/*-skills.md -o atlas
	@echo; echo "What is evaluated on Meta-World?"
	@$(BIN)/paperatlas query evaluated-on Meta-World
	@echo "What introduces LIBERO?"
	@$(BIN)/paperatlas query introduces LIBERO
	@echo "Which benchmarks do most papers name?"
	@$(BIN)/paperatlas cypher "MATCH (b:Benchmark) RETURN b.name AS benchmark, b.papers AS papers ORDER BY papers DESC, benchmark LIMIT 8"
	@echo "Open in a browser:"
	@for page in index benchmark-libero benchmark-meta-world model-gpt-4; do echo "  atlas/pages/$$page.html"; done

/usr/bin/chromium:
	@command -v apt-get >/dev/null || { echo "Chromium is missing and there is no apt-get to install it with: put it at /usr/bin/chromium"; exit 1; }
	$(SUDO) apt-get update -qq
	$(SUDO) apt-get install -y -qq chromium >/dev/null

# the major version of java, 0 where there is none
JAVA = $(shell java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | grep . || echo 0)

.PHONY: needs-neo4j
needs-neo4j:
	@[ -n "$(PAPERATLAS_TEST_NEO4J)" ] || [ "$(JAVA)" -ge 17 ] || { echo "java is missing or older than 17: install a JDK 17 or newer (Debian: openjdk-17-jdk-headless)"; exit 1; }
	@[ -n "$(PAPERATLAS_TEST_NEO4J)" ] || command -v mvn >/dev/null || { echo "mvn is missing: install Maven (Debian: maven)"; exit 1; }

# two processes, each with a Neo4j server of its own; a server that is given is for one alone
test: needs-neo4j $(VENV)/.installed-dev /usr/bin/chromium lint
	$(BIN)/pytest $(if $(PAPERATLAS_TEST_NEO4J),,-n 2 --dist loadgroup)

PAPERS ?= $(wildcard examples/*-skills.md)

# without torch: spaCy would load it where it is
bench: $(VENV)/.installed
	@$(BIN)/python -m extract.benchmark $(PAPERS)

SIZES  ?= 1000
bench-atlas: $(VENV)/.installed
	@$(BIN)/python -m graph.pipeline.benchmark $(PAPERS) $(foreach n,$(SIZES),--size $(n)) $(if $(KEEP),--keep $(KEEP))

# torch and what it brings: 5 GB
$(VENV)/.installed-train: $(VENV)/.installed
	$(BIN)/pip install --quiet --group train
	@touch $@

test-train: $(VENV)/.installed-dev $(VENV)/.installed-train
	$(BIN)/pytest -m train

TRAINED ?= runs/model

ifeq ($(GOLD),)
train:
	@echo "say what to train on: make train GOLD=train.jsonl DEV=dev.jsonl (docs/model.md says how to get them)"; exit 1
else
train: $(VENV)/.installed-train
	$(BIN)/python -W ignore -m extract.training.train $(GOLD) $(foreach file,$(RESULTS),--results $(file)) --out $(TRAINED) $(if $(DEV),--dev $(DEV))
endif

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .cache atlas build dist *.egg-info
