// The report's fingerprint: two reports with the same hash hold the same figures. Canonical JSON (keys sorted) of the
// report without its own hash, through a 64-bit hash in two 32-bit lanes: exact integer arithmetic, the same everywhere.

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** 16 hex digits over the UTF-16 units of a text: FNV-1a (offset basis, prime 16777619) in one lane, a MurmurHash3-like mix in the other. */
export function hashText(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ Math.imul(unit, 0xcc9e2d51), 5) + 0xe6546b64;
    high = (high << 13) | (high >>> 19);
  }
  high ^= text.length;
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b);
  high = Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high ^= high >>> 16;
  low = Math.imul(low ^ (low >>> 15), 0x85ebca6b);
  low ^= low >>> 13;
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
}

/** Hash of a report; `stageHashes` are the event hashes of the stages that were run, so that equal figures from other events differ. */
export function hashReport(report: object, stageHashes: readonly string[]): string {
  const { hash: _own, ...rest } = report as { hash?: string };
  return hashText(canonicalJson({ report: rest, stageHashes }));
}
