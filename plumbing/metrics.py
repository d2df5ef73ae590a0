"""What a process counts and measures. Labels name a service, a topic or a role, never a person or a thing."""

from prometheus_client import Counter, Gauge

OUTBOX_AGE = Gauge("outbox_oldest_age_seconds", "Age of the oldest message that waits to go", ["service"])
RELAYED = Counter("messages_relayed", "Messages handed to the bus", ["service", "topic"])
LAG = Gauge("consumer_lag", "Messages on the bus not yet handled", ["service", "topic"])
HANDLED = Counter("messages_handled", "Messages whose effect was kept", ["service", "topic"])
DUPLICATES = Counter("messages_duplicate", "Messages heard before and ignored", ["service", "topic"])
RETRIED = Counter("messages_retried", "Tries that failed for a while", ["service", "topic"])
PARKED = Counter("messages_parked", "Messages set aside for a person to look at", ["service", "topic"])
PARKED_OPEN = Gauge("parked_open", "Parked messages that nobody has settled", ["service"])
LAST_LOOP = Gauge("last_loop_age_seconds", "Time since a role last came round", ["role"])
LAST_READY = Gauge("last_ready_age_seconds", "Time since this process was last asked and found ready")
RESTARTS = Counter("role_restarts", "Times a role had to be started again", ["role"])
LOG_DROPPED = Counter("log_fields_dropped", "Fields that were not on the log's list of allowed names")
SPANS_DROPPED = Counter("spans_dropped", "Spans that the collector did not take in time")
