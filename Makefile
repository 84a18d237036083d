# Every target works on a machine that has Python 3.11+ and make, with uv where it is there.
# Greenlight's environment lives in .venv, its data in var/.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)
# One for each of the two cores the project is measured on, and one that waits. Each more costs all
# of them a tenth, by what they push out of one another's caches.
WORKERS ?= 3
# What one worker compiled, the others read: whoever runs this may have bytecode switched off.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo demo-reset test test-long check lint types walls stories stories-processes tck texts reference bench bench-graphql bench-load audit sbom lock clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- environments ---

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Greenlight needs Python 3.11 or newer.")'
	$(if $(UV),UV_PYTHON_DOWNLOADS=never $(UV) venv -q --seed --allow-existing --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))
	@touch $@

# What is imported is compiled then; the most of what is installed never is.
INSTALL = $(if $(UV),$(UV) pip install -q --python $(BIN)/python,$(BIN)/python -m pip install -q --disable-pip-version-check --no-compile)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/.made
	$(INSTALL) --require-hashes -r requirements.lock
	@echo "$(CURDIR)/src" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/greenlight_src.pth"
	@printf '#!/bin/sh\nexec "%s/python" -m app "$$@"\n' '$(CURDIR)/$(BIN)' > $(BIN)/greenlight && chmod +x $(BIN)/greenlight
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# Packages of npm's: judges in another language, by which the tests judge ours (tests/node), and what
# the examples for front ends stand on. Where one cannot be fetched, its tests are skipped and say
# so, and the next `make test` tries again.
PACKAGES := $(patsubst %/package.json,%,$(wildcard tests/node/*/package.json examples/*/package.json))
NODE     := $(foreach package,$(PACKAGES),$(VENV)/node/$(notdir $(package))/.made)
define INSTALLED
$(VENV)/node/$(notdir $(1))/.made: $(1)/package.json $(1)/package-lock.json | $(VENV)/.made
	@mkdir -p $$(@D) && cp $$^ $$(@D)
	@cd $$(@D) && npm ci --silent --ignore-scripts --no-audit --no-fund --fetch-retries=0 --fetch-timeout=10000 && touch .made || echo '$(notdir $(1)) could not be installed here'
endef
$(foreach package,$(PACKAGES),$(eval $(call INSTALLED,$(package))))

# The peer of `bench-graphql`. It needs a newer node than machines have; node's own script, the only
# one that runs, fetches that for this machine.
PEER := $(VENV)/node/postgraphile
$(PEER)/.made: $(addprefix benchmarks/postgraphile/,package.json package-lock.json server.mjs) | $(VENV)/.made
	@mkdir -p $(@D) && cp $^ $(@D)
	@cd $(@D) && npm ci --silent --ignore-scripts --no-audit --no-fund && npm rebuild --silent node && touch .made

# --- using it ---

demo: $(VENV)/.run ## Run everything here with fakes of Slack and Spotify; Ctrl-C stops it
	@$(BIN)/python -m app demo

demo-reset: $(VENV)/.run ## Forget the demo's data
	@$(BIN)/python -m app demo --reset

# --- proving it ---

test: ## Environment, lint, types, walls, every test
	@$(MAKE) --no-print-directory -j 2 $(VENV)/.dev $(NODE)
	@$(MAKE) --no-print-directory -j 2 check $(VENV)/.compiled
	$(BIN)/pytest -q -n $(WORKERS)

test-long: $(VENV)/.dev $(NODE) ## The full counts
	$(BIN)/pytest -q -n $(WORKERS) -m "long or not long"

# Each worker would rewrite every test's asserts by itself. Types take one core; this has the other.
$(VENV)/.compiled: $(VENV)/.dev
	@$(BIN)/pytest -qq -n 0 --collect-only > $@.log || (cat $@.log; exit 1)
	@touch $@

check: types lint walls ## Lint, types and walls

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

walls: $(VENV)/.dev
	$(BIN)/lint-imports

stories: $(VENV)/.dev ## Tell the 23 stories, one line each
	@$(BIN)/python -m tests.stories

stories-processes: $(VENV)/.dev ## The same with five processes on PostgreSQL only
	@$(BIN)/python -m tests.stories processes

tck: $(VENV)/.run ## Run a DMN compatibility kit: make tck DIR=...
	@$(BIN)/python -m domain.decisions.dmn.tck $(DIR)

texts: $(VENV)/.dev ## Bring the bot's catalogues up to what the code says
	@$(BIN)/python -m tests.bot.texts

reference: $(VENV)/.run ## Write docs/reference from what the code says of itself
	@$(BIN)/python -m app reference

bench: $(VENV)/.dev ## The numbers of the README but those of bench-graphql, beside their floors
	@$(BIN)/python -m benchmarks

bench-graphql: $(VENV)/.dev $(PEER)/.made ## GraphQL beside PostGraphile and beside SQL, each in its process
	@$(BIN)/python -m benchmarks.served

bench-load: $(VENV)/.dev ## A mixed day at one, two and four doors: what a request costs each
	@$(BIN)/python -m benchmarks.day
	@$(BIN)/python -m benchmarks.spread

# Not a part of `test`: it needs Chromium, and minutes.
.PHONY: handbook
handbook: $(VENV)/.dev ## Play the stories on a demo and take the handbook's pictures (needs chromium)
	@$(BIN)/python -m tests.handbook.pictures

# --- what is shipped ---

# Never silent: 0 is only said where everybody was asked, 1 where a fault is known, and 2 where
# nobody could be asked.
audit: $(VENV)/.dev ## Ask whether a fault is known of anything that is shipped (needs the network)
	@$(BIN)/python -m tests.supply audit

sbom: $(VENV)/.dev ## Write what is shipped as CycloneDX: var/sbom.json
	@$(BIN)/python -m tests.supply sbom var/sbom.json

lock: ## Pin every dependency anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment and every cache; var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
