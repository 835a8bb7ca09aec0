# Two commands for everyone: `make site` and `make test`. Each makes what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV := $(BIN)/uv pip
OUT ?= report
PORT ?= 8000
# A file is one worker's: what its tests share is made once. Files that take long come first (tests/conftest.py).
PYTEST = $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

# Bytecode is kept, but not beside the sources: a build and the tests start Python many times, and each start compiled all
# packages anew where PYTHONDONTWRITEBYTECODE is set.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/_build/pycache

.DEFAULT_GOAL := help
.PHONY: help site browser serve test test-slow test-browser lint notebooks handouts agreement report lock bench verify-engine coverage fuzz mutate approve growth clean

help:
	@echo "make site        [PUBLISH=1] [REPOSITORY=address]: _site/index.html, from notebooks executed afresh"
	@echo "make browser     [PUBLISH=1]: the site, with Python for the reader's browser: change and run every notebook"
	@echo "make serve       [PORT=8000]: the same, at an address of this machine"
	@echo "make test        every check but the next two"
	@echo "make test-slow   all pages in Chromium, what is printed, growth with the input, laws on many examples, killed processes, the wheel"
	@echo "make test-browser  the checks of the browser edition, in Chromium"
	@echo "make notebooks   for authors: execute the notebooks in place"
	@echo "make handouts    sheets and teacher's guide as PDFs, in _build/handouts"
	@echo "make agreement   CODES=mine.csv [WITH=other.csv] [CODER=name]: how far a coder agrees with seeds/codes.csv, or with another"
	@echo "make report      FROM=folder [OUT=folder] [WORKERS=n] [SCHEDULER=tcp://host:port]: a page on articles of your own"
	@echo "make lock        requirements.lock anew from pyproject.toml"
	@echo "make bench       what each step takes, and how fast the engine is"
	@echo "make verify-engine FROM=folder: both segmenters, token for token"
	@echo "make coverage    lines and branches of helpers/ that no test reaches"
	@echo "make fuzz        [CASES=1000000] [SEED=1]: hostile texts against the laws of the helpers"
	@echo "make mutate      [MODULE=helpers/cleaning/rules.py] [SAMPLE=300] [SEED=1]: which small changes no test notices"
	@echo "make approve     for authors: write tests/approved anew; read the diff before you commit it"
	@echo "make growth      how time grows with the input, on more hostile texts than in make test"
	@echo "make clean       remove everything that was made, but for $(VENV)"

# uv installs in a third of the time that pip takes; pip steps in where only its own settings lead to an index. A failed
# install leaves no .ready behind.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) "$$(grep '^uv==' requirements.lock)"
	$(UV) install --quiet --python $(BIN)/python --requirement requirements.lock || $(PIP) --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

# The program knows by content what has changed; make knows only times, which a clone does not keep.
site: $(READY)
	$(BIN)/python site/build.py

browser: site
	$(BIN)/python browser/bundle.py

serve: browser
	@echo "http://localhost:$(PORT)/ (Ctrl-C ends it)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _site $(PORT) 2>/dev/null \
		|| echo "Port $(PORT) is taken, or the server was stopped; another one: make serve PORT=8001"

test-browser: browser
	$(BIN)/python -m pytest -m browser tests/browser

test: site lint
	$(PYTEST) --durations 10

test-slow: site
	$(PYTEST) -m "slow or law" --hypothesis-profile many

lint: $(READY)
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet

notebooks: $(READY)
	$(BIN)/python site/execute.py --in-place

handouts: $(READY)
	$(BIN)/python classroom/make.py

agreement: $(READY)
	$(BIN)/python classroom/agree.py "$(CODES)" $(if $(WITH),"$(WITH)") $(if $(CODER),--coder "$(CODER)")

# Exact pins for every system, and no address of the index that they came from.
lock: $(READY)
	$(UV) compile pyproject.toml --extra dev --universal --fork-strategy fewest --python-version 3.11 --quiet \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock

bench: $(READY)
	rm -rf _build _site
	$(BIN)/python site/build.py
	$(PYTEST) --durations 10
	$(BIN)/python bench/bench.py $(FROM)

# Without what judges the site as a whole (notebooks touch every line and check none), or goes by the clock.
WHOLE := $(foreach name,classroom glossary growth notebooks packaging site,--ignore tests/test_$(name).py)
coverage: $(READY)
	rm -rf _build/coverage && mkdir -p _build/coverage
	$(BIN)/coverage run -m pytest --quiet --numprocesses 2 --dist loadfile -m "not browser" $(WHOLE)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

fuzz: $(READY)
	$(BIN)/python bench/fuzz.py $(if $(CASES),--cases $(CASES)) $(if $(SEED),--seed $(SEED))

mutate: $(READY)
	$(BIN)/python bench/mutate.py $(MODULE) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

approve: $(READY)
	APPROVE=1 $(BIN)/python -m pytest --quiet $(shell grep -l check_approved tests/test_*.py)

growth: $(READY)
	GROWTH=1 $(BIN)/python -m pytest -m slow tests/test_growth.py

verify-engine: $(READY)
	$(BIN)/python bench/verify_engine.py "$(FROM)"

report: $(READY)
	$(BIN)/python -m helpers report "$(FROM)" --out "$(OUT)" $(if $(WORKERS),--workers $(WORKERS)) \
		$(if $(SCHEDULER),--scheduler "$(SCHEDULER)") $(OPTIONS)

clean:
	rm -rf _build _site .pytest_cache .ruff_cache .hypothesis
