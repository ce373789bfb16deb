# make demo, make test, make check, make bench; each sets up what it needs in .venv
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-services test-hostile check lint types unit bench clean

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[dev,fast]'
	touch .venv/ready

demo: .venv/ready
	$(BIN)/python -m harvester.demo

test: .venv/ready lint types
	$(BIN)/python -m pytest -m "not services and not hostile"

test-services: .venv/ready  # a real scrapyd and an S3-compatible server on loopback
	$(BIN)/python -m pip install --quiet -e '.[services]'
	HARVESTER_SERVICES=required $(BIN)/python -m pytest -m services tests/services

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

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
