# docker build -t alinea .                                             the Slack bot, the default embedder, no torch
# docker build -t alinea --build-arg MODEL=intfloat/multilingual-e5-small .   with a larger model in the image
# docker build -t alinea --build-arg EXTRAS=slack,report .             other extras of pyproject.toml
ARG PYTHON=3.12
ARG MODEL=""

FROM python:${PYTHON}-slim AS build
ARG EXTRAS=slack,web
ARG MODEL
# pip's own settings, for a mirror or for torch without CUDA; unset, pip asks its usual index
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ENV HF_HOME=/tmp/hub
WORKDIR /src
RUN python -m venv /opt/alinea && mkdir /opt/models
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY prompts prompts
COPY ingestion ingestion
COPY index index
COPY bot bot
# The model is saved in a folder of the image: at run nothing looks for the network.
RUN /opt/alinea/bin/pip install --no-cache-dir --constraint requirements.lock \
        ".[${EXTRAS}${MODEL:+,sentence-transformers}]" \
    && if [ -n "${MODEL}" ]; then /opt/alinea/bin/python -c \
        "import sys, sentence_transformers as st; st.SentenceTransformer(sys.argv[1]).save('/opt/models/embedder')" \
        "${MODEL}"; fi

FROM python:${PYTHON}-slim
ARG MODEL
# Tesseract reads scans; without it their pages are left out, with a remark.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-fra \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 alinea && install -d -o alinea /data /conventions
COPY --from=build /opt/alinea /opt/alinea
COPY --from=build /opt/models /opt/models
ENV PATH=/opt/alinea/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=${MODEL:+1} \
    ALINEA_DATA=/data \
    ALINEA_CONVENTIONS=/conventions \
    ALINEA_EMBEDDER=${MODEL:+sentence-transformers:/opt/models/embedder}
USER 10001
WORKDIR /home/alinea
VOLUME ["/data"]
# A heartbeat that Socket Mode and HTTP both keep; with a port, `alinea slack --http --port N --alive` asks /healthz.
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --retries=3 CMD ["alinea", "slack", "--alive"]
ENTRYPOINT ["alinea"]
CMD ["slack"]
