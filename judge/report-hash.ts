// The report's fingerprint: two reports with the same hash hold the same figures. Keys are taken in sorted order, so the
// order in which a report was put together does not matter. Two independent 32-bit lanes of exact integer arithmetic.

/** Hash of a report without its own hash; `stageHashes` are the event hashes of the stages, so that equal figures from other events differ. */
export function hashReport(report: object, stageHashes: readonly string[]): string {
  const { hash: _own, ...rest } = report as { hash?: string };
  return hashText(canonicalJson({ report: rest, stageHashes }));
}

/** JSON writes the shortest text that reads back as the same number: the same in every engine. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** 16 hex digits over the UTF-16 units of a text: FNV-1a in one lane, MurmurHash3's body in the other, both finished by its mixer. */
function hashText(text: string): string {
  let fnv = 0x811c9dc5;
  let murmur = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    fnv = Math.imul(fnv ^ unit, 0x01000193);
    const block = Math.imul(unit, 0xcc9e2d51);
    murmur ^= Math.imul((block << 15) | (block >>> 17), 0x1b873593);
    murmur = Math.imul((murmur << 13) | (murmur >>> 19), 5) + 0xe6546b64;
  }
  return mixToHex(murmur ^ text.length) + mixToHex(fnv);
}

function mixToHex(lane: number): string {
  let x = lane ^ (lane >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
