# Two commands are enough: `make run` and `make test`. `make` lists the others.
# Everything they need is put in .venv, frontend/node_modules and .data of this folder.

PYTHON ?= python3
BIN := .venv/bin
GENERATOR := frontend/client-generator/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help run test check fix schemas migration migrate demo bench assure screenshots FORCE
.NOTPARALLEL:

help: ## List these targets.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r a b; do printf '%-20s %s\n' "$$a" "$$b"; done

run: .venv/ready frontend/dist/index.html ## Start the product with its demo story on http://127.0.0.1:8000 (port=8001 for another).
	@exec $(BIN)/samenspraak serve --demo $(if $(port),--port $(port))

test: .venv/ready frontend/dist/index.html ## Run everything: checks, then every test.
	@exec $(BIN)/python tests/run.py

check: .venv/ready frontend/node_modules/ready ## Run format, lint, types, import contracts, schemas and API rules.
	@exec $(BIN)/python tests/run.py --checks

fix: .venv/ready frontend/node_modules/ready ## Put right what the tools can put right themselves.
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .
	@cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm run -s fix

schemas: .venv/ready $(GENERATOR) ## Write schemas/ anew from the code, and the typed client from those.
	@$(BIN)/python -m samenspraak.contract schemas
	@cd frontend/client-generator && PATH="$(CURDIR)/$(BIN):$$PATH" npm run -s generate

migration: .venv/ready ## Begin a migration (name=what_changes).
	@test -n "$(name)" || { echo "Name it: make migration name=what_changes" >&2; exit 2; }
	@cd server/samenspraak && PICCOLO_CONF=samenspraak.piccolo_conf exec "$(CURDIR)/$(BIN)/piccolo" migrations new samenspraak --desc="$(name)"

migrate: .venv/ready ## Bring the database to the newest shape.
	@exec $(BIN)/samenspraak migrate

demo: .venv/ready ## Play the demo story into the database, if it is not there yet.
	@exec $(BIN)/samenspraak demo

bench: .venv/ready frontend/dist/index.html ## Measure moves a second, the time to a socket, crowds, coming back, and co-editing.
	@exec $(BIN)/python -m tests.benchmarks

assure: .venv/ready frontend/dist/index.html ## Run the long forms of the tests; this takes hours (times=1000).
	@SAMENSPRAAK_ASSURE=$(or $(times),1000) exec $(BIN)/python tests/run.py --assure

screenshots: .venv/ready frontend/dist/index.html ## Take the pictures in docs/pictures anew.
	@exec $(BIN)/python -m tests.screenshots

# --- What the above needs -----------------------------------------------------------------------

# A clone that was moved or copied is prepared anew: its .venv still points at the old place.
ifneq ($(shell cat .venv/ready 2>/dev/null),$(CURDIR))
.venv/ready: FORCE
endif
.venv/ready: requirements/development.lock requirements/runtime.in pyproject.toml server/build_hook.py
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make run PYTHON=path" >&2; exit 3; }
	@"$(PYTHON)" server/prepare.py python

frontend/node_modules/ready: .venv/ready frontend/package-lock.json
	@$(BIN)/python server/prepare.py screens packages
	@touch $@

frontend/dist/index.html: .venv/ready frontend/package-lock.json $(shell find frontend/src frontend/public frontend/verifier schemas frontend/*.* -type f ! -name '* *' 2>/dev/null)
	@$(BIN)/python server/prepare.py screens
	@touch $@

$(GENERATOR): .venv/ready frontend/client-generator/package-lock.json
	@cd frontend/client-generator && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@
