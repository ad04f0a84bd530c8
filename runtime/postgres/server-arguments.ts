// How the server is started, for the image and for each run alike. Nothing here may depend on the machine: the planner
// must choose the same plan everywhere.

export const SERVER_ARGUMENTS: readonly string[] = [
  '--single',
  // No fsync, system tables may be changed (pg_sleep is replaced), no newline as delimiter: what PGlite needs.
  '-F',
  '-O',
  '-j',
  ...[
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'io_method=sync',
    'synchronous_commit=off',
    'jit=off',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    // Where a scan of a large table begins would depend on the scan before it.
    'synchronize_seqscans=off',
    // Genetic search draws random numbers.
    'geqo=off',
    'autovacuum=off',
    'track_activities=off',
    // Small, because a snapshot copies it; what does not fit stays in files in memory.
    'shared_buffers=16MB',
    'wal_buffers=256kB',
    'effective_cache_size=4GB',
    'max_connections=8',
    'timezone=UTC',
    'log_timezone=UTC',
  ].flatMap((setting) => ['-c', setting]),
];
