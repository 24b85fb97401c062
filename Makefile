# `make run` and `make test` need Python 3.11 or newer and make; each sets up .venv by itself.

PYTHON ?= python3
export HOST ?= 127.0.0.1
export PORT ?= 8000

export PIP_DISABLE_PIP_VERSION_CHECK = 1

VENV_PYTHON = .venv/bin/python
# As in the Dockerfile: glibc gives freed memory back to the system.
MALLOC = MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=1048576
# The tests of the rules and of the data; the others would take half as long again if they were measured.
RULES = tests/benchmarks tests/cases tests/domain tests/loading
NODE_MODULES = tools/node_modules/.package-lock.json
SWAGGER_UI = service/web/static/swagger-ui
ECHARTS = service/web/static/echarts

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help run test test-page test-reliability fuzz deploy-check sbom screenshots bench lint format contract container \
  lock vendor clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' Makefile

run: .venv/runtime ## Serve on HOST:PORT, 127.0.0.1:8000 unless set
	@echo "Once it listens, try: curl -sS http://$(HOST):$(PORT)/v1/evaluations -H 'Content-Type: application/json' --data-binary @examples/mixed.json"
	@exec env $(MALLOC) $(VENV_PYTHON) -m gunicorn

test: .venv/dev ## Run the tests; service/domain and service/loading must be covered to the last branch
	$(VENV_PYTHON) -m coverage run -m pytest $(RULES)
	$(VENV_PYTHON) -m coverage report
	$(VENV_PYTHON) -m pytest tests --ignore=tests/page $(addprefix --ignore=,$(RULES))

test-page: .venv/page $(NODE_MODULES) ## Test the page in Chromium (apt install chromium) against the running service
	$(VENV_PYTHON) -m pytest tests/page -rP --durations=5

screenshots: .venv/page ## Take the pictures in docs/ anew; needs Chromium and fonts-noto-cjk
	$(VENV_PYTHON) -m tests.page.screenshots docs

lint: .venv/dev contract ## Check style, types, the arrows between packages, the contract and the Dockerfile
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/hadolint Dockerfile

format: .venv/dev ## Format the code, and mend what can be mended without asking
	.venv/bin/ruff check --fix-only
	.venv/bin/ruff format

contract: .venv/dev $(NODE_MODULES) ## Check openapi.yaml; needs Node.js 18.18 or newer and npm
	.venv/bin/openapi-spec-validator openapi.yaml
	tools/node_modules/.bin/spectral lint --ruleset tools/spectral.yaml --fail-severity warn openapi.yaml

test-reliability: .venv/dev ## Put it under load and faults; LONG=1 for longer, and hostile input, WRITE=1 to keep the table
	LONG=$(LONG) WRITE=$(WRITE) $(VENV_PYTHON) -m tests.reliability

fuzz: .venv/dev ## Fuzz each reader of bodies for FUZZ_SECONDS, 30 unless set; two at a time
	printf '%s\n' $(basename $(notdir $(wildcard tests/fuzz/*_list.py))) | xargs -P 2 -I '{}' $(VENV_PYTHON) -m tests.fuzz.'{}' $(or $(FUZZ_SECONDS),30)

bench: .venv/bench ## Measure speed and memory against the JSON parser and two peers; takes some minutes
	$(VENV_PYTHON) -m tests.performance.bench

deploy-check: .venv-deploy/installed ## Check the Dockerfile, compose.yaml and the files for Kubernetes
	.venv-deploy/bin/kubernetes-validate --strict --quiet $(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/base/*.yaml))
	if command -v kubectl >/dev/null; then \
	  kubectl kustomize deploy/kubernetes/overlays/own-benchmarks > .venv-deploy/own-benchmarks.yaml \
	  && .venv-deploy/bin/kubernetes-validate --strict --quiet .venv-deploy/own-benchmarks.yaml; fi
	.venv-deploy/bin/checkov --quiet --compact --skip-download --framework kubernetes -d deploy/kubernetes/base
	.venv-deploy/bin/checkov --quiet --compact --skip-download --framework dockerfile -f Dockerfile

sbom: .venv/dev ## Write what the image installs to biaogan.cdx.json (CycloneDX)
	.venv/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
	  --output-file biaogan.cdx.json requirements.lock

container: ## Build the image, run it locked down, check it and stop it
	@if [ -x ../shared/tools/build-and-check.sh ]; then ../shared/tools/build-and-check.sh .; \
	else echo "With Docker: docker build -t biaogan . && docker run --rm --read-only --tmpfs /tmp -p $(PORT):8000 biaogan"; fi

lock: .venv/dev ## Write the lock files anew from pyproject.toml, with the newest versions it allows
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements.lock pyproject.toml
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-traces.lock pyproject.toml \
	  --extra traces --constraints requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-dev.lock pyproject.toml \
	  --extra traces --group dev --constraints requirements-traces.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-bench.lock pyproject.toml \
	  --group bench --constraints requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-deploy.lock --group pyproject.toml:deploy
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-page.lock pyproject.toml \
	  --group page --constraints requirements-dev.lock

vendor: $(NODE_MODULES) ## Copy Swagger UI and ECharts anew, in the versions that tools/package-lock.json pins
	cd tools/node_modules/swagger-ui-dist && cp LICENSE NOTICE favicon-32x32.png swagger-ui.css \
	  swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt ../../../$(SWAGGER_UI)/
	version=$$(node -p "require('./tools/node_modules/swagger-ui-dist/package.json').version") \
	  && sed -i "s/swagger-ui-dist [0-9.]*[0-9]/swagger-ui-dist $$version/" $(SWAGGER_UI)/README.md
	cd tools/node_modules/echarts && cp LICENSE NOTICE licenses/LICENSE-d3 dist/echarts.common.min.js ../../../$(ECHARTS)/
	version=$$(node -p "require('./tools/node_modules/echarts/package.json').version") \
	  && sed -i "s/echarts [0-9.]*[0-9]/echarts $$version/" $(ECHARTS)/README.md

clean: ## Remove everything that these commands made
	rm -rf .venv __pycache__ tools/node_modules .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find service tests -name __pycache__ -prune -exec rm -rf {} +

# Debian has no ensurepip unless python3-venv is installed: then a venv without pip, for the machine's pip to fill.
$(VENV_PYTHON):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=<path>")'
	@echo 'Setting up .venv'
	@$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip .venv

.venv/runtime: requirements.lock
.venv/dev: requirements-dev.lock
.venv/page: requirements-page.lock
.venv/bench: requirements-bench.lock
.venv/runtime .venv/dev .venv/page .venv/bench: $(VENV_PYTHON)
	@for pip in '$(VENV_PYTHON) -m pip' '$(PYTHON) -m pip --python $(VENV_PYTHON)' 'pip --python $(VENV_PYTHON)'; do \
	  if $$pip --version >/dev/null 2>&1; then \
	    echo 'Installing $(filter %.lock,$^) into .venv'; \
	    $$pip install -qq --require-hashes -r $(filter %.lock,$^) && touch $@; exit; \
	  fi; \
	done; rm -rf .venv; echo 'No pip was found: install python3-venv or python3-pip.' >&2; exit 1

.venv-deploy/installed: requirements-deploy.lock
	@$(PYTHON) -m venv --clear .venv-deploy
	@echo 'Installing requirements-deploy.lock into .venv-deploy'
	@.venv-deploy/bin/python -m pip install -qq --require-hashes -r requirements-deploy.lock && touch $@

$(NODE_MODULES): tools/package-lock.json
	cd tools && npm ci --no-progress
	@touch $@
