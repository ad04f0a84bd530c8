// Where a callback of the loop spends its CPU: the line that is told, looked at every so many operations.
const samples = new Map<number, number>();

export function sampleLine(line: number): void {
  if (line > 0) samples.set(line, (samples.get(line) ?? 0) + 1);
}

/** A callback begins. */
export function clearSamples(): void {
  if (samples.size > 0) samples.clear();
}

/** The line that was met most; 0: none was. */
export function hottestLine(): number {
  let hottest = 0;
  let most = 0;
  for (const [line, count] of samples) {
    if (count > most) {
      hottest = line;
      most = count;
    }
  }
  return hottest;
}
