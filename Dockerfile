# docker build -t alinea .                                         the default embedder, no torch
# docker build -t alinea --build-arg EXTRAS=[sentence-transformers] .   larger models
ARG PYTHON=3.12

FROM python:${PYTHON}-slim AS build
ARG EXTRAS=""
WORKDIR /src
RUN python -m venv /opt/alinea
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY prompts prompts
COPY ingestion ingestion
COPY index index
COPY bot bot
RUN /opt/alinea/bin/pip install --no-cache-dir --constraint requirements.lock ".${EXTRAS}"

FROM python:${PYTHON}-slim
RUN useradd --create-home --uid 10001 alinea && install -d -o alinea /data /conventions
COPY --from=build /opt/alinea /opt/alinea
ENV PATH=/opt/alinea/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ALINEA_DATA=/data \
    ALINEA_CONVENTIONS=/conventions
USER 10001
WORKDIR /home/alinea
VOLUME ["/data"]
HEALTHCHECK --interval=5m --timeout=30s --start-period=2m CMD ["alinea", "doctor"]
ENTRYPOINT ["alinea"]
CMD ["--help"]
