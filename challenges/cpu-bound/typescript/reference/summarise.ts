// Runs in a worker thread, on a core of its own.
export interface Summary {
  samples: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

export default function summarise(samples: Uint8Array): Summary {
  const ordered = Array.from(samples).sort((a, b) => a - b);
  const count = ordered.length;
  return {
    samples: count,
    p50: 10 * ordered[count / 2 - 1],
    p95: 10 * ordered[(count * 95) / 100 - 1],
    p99: 10 * ordered[(count * 99) / 100 - 1],
    max: 10 * ordered[count - 1],
  };
}
