"""Detectors of what does not hold together in a document, one family a module; `ingestion.anomalies` runs them."""
