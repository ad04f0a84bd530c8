// What a run can wait for.
export type ResourceKind =
  | 'loop'
  | 'threads'
  | 'gil'
  | 'processes'
  | 'pool'
  | 'lock'
  | 'semaphore'
  | 'queue'
  | 'database'
  | 'rows'
  | 'connections'
  | 'service'
  | 'cache';
