# make demo, make test, make check, make bench; each sets up what it needs in .venv
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-services test-hostile check lint types unit bench services clean

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[dev,fast]'
	touch .venv/ready

demo: .venv/ready
	$(BIN)/python -m harvester.demo

test: .venv/ready lint types
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not services and not hostile"

test-hostile: .venv/ready  # both hostile suites whole, where they lie beside the checkout
	$(BIN)/python -m pytest -m hostile tests/hostile

check: test

lint: .venv/ready
	$(BIN)/ruff check .

types: .venv/ready
	$(BIN)/mypy

unit: .venv/ready
	$(BIN)/python -m pytest tests/unit

bench: .venv/ready
	$(BIN)/python -m harvester.bench
	$(BIN)/python -m harvester.bench --ledger

# A real Splash and a real Chromium (Debian 12; as root, or with the packages there already), a real scrapyd, servers that speak S3 and GCS, and OpenSSH's
services: .venv/services

.venv/services: .venv/ready
	$(BIN)/python -m pip install --quiet -e '.[playwright,services,readers]'
	lacking=""; command -v chromium-headless-shell >/dev/null || lacking="chromium-headless-shell"; \
	PATH="$$PATH:/usr/sbin" command -v sshd >/dev/null || lacking="$$lacking openssh-server"; \
	command -v ssh-agent >/dev/null || lacking="$$lacking openssh-client"; \
	[ -z "$$lacking" ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends $$lacking; }
	$(BIN)/harvester splash --install
	touch .venv/services

test-services: services
	HARVESTER_SERVICES=required $(BIN)/python -m pytest tests/services -m services
	HARVESTER_SERVICES=required $(BIN)/python -m pytest tests/unit/test_delivered.py  # the examples of output/README.md, with what they need

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
