"""Every metric of the process, for Prometheus. Labels come from short fixed lists: never an id, a phone or a name."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

REQUESTS = Counter("telehealth_http_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY)
REQUEST_SECONDS = Histogram(
    "telehealth_http_request_seconds",
    "From the first byte read to the answer.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
EVENTS = Counter("telehealth_events", "Domain events heard from the database.", ["type"], registry=REGISTRY)
SUBSCRIBER_FAULTS = Counter(
    "telehealth_subscriber_faults", "Subscribers that failed on an event.", ["type"], registry=REGISTRY
)
LISTENING = Gauge("telehealth_listening", "1 while this process hears the database's events.", registry=REGISTRY)
LISTENER_GAPS = Counter(
    "telehealth_listener_gaps", "Times the event stream was lost; clients refetched.", registry=REGISTRY
)
CALLS = Gauge("telehealth_calls", "Live calls by state.", ["state"], registry=REGISTRY)
SOCKETS = Gauge("telehealth_sockets", "Open signalling sockets of this process.", registry=REGISTRY)
REDIS_UP = Gauge("telehealth_redis_up", "1 while the wire to other processes stands.", registry=REGISTRY)
REMOTE_RELAYS = Counter(
    "telehealth_remote_relays",
    "Messages between members on different processes: sent, letter, unavailable, expired; delivered, repeated, refused.",
    ["result"],
    registry=REGISTRY,
)
ON_DUTY = Gauge("telehealth_on_duty", "Practitioners on duty.", registry=REGISTRY)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def render() -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest(REGISTRY)
