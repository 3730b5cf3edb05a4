-- The projection of the log for analytics. Read with FINAL: a crash between an insert and its
-- checkpoint repeats the insert, and the repeat replaces the row of the same (lane, offset).
-- A row replaces another only inside one partition, so the partition is the month of recording, which
-- never changes for an offset. The month of occurrence would also let one import of old history open
-- hundreds of partitions at once; the minmax index on occurred_at prunes instead.
-- No incremental materialized view may stand on this table: it would count a repeated insert twice.
CREATE TABLE IF NOT EXISTS event
(
    lane           UInt8,
    offset         UInt64,
    -- 1 as projected from the log; an erasure or a void writes the row again with a higher one.
    version        UInt32 DEFAULT 1,
    event_id       UUID,
    event_type     LowCardinality(String),
    category       LowCardinality(String),
    event_version  LowCardinality(String),
    occurred_at    DateTime64(6, 'UTC'),
    received_at    DateTime64(6, 'UTC'),
    recorded_at    DateTime64(6, 'UTC'),
    day            Date,
    time_zone      LowCardinality(String),
    source_system  LowCardinality(String),
    user_id        Nullable(UUID),
    session_id     Nullable(UUID),
    causation_id   Nullable(UUID),
    correlation_id Nullable(String),
    origin         LowCardinality(String),
    payload        String CODEC(ZSTD(1)),
    metadata       String CODEC(ZSTD(1)),
    INDEX occurred_at_range occurred_at TYPE minmax GRANULARITY 1,
    INDEX event_id_filter event_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX user_id_filter user_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(recorded_at)
ORDER BY (lane, offset);
