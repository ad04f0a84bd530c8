// Work that is done while nobody waits: in steps, with a look at the worker's messages in between, and dropped as soon as somebody asks for a run.

/** Real time without a look: what a run that is asked for meanwhile waits, but for one long step. */
const SLICE_MS = 20;

/** Null: it was dropped. */
export async function runInSlices<Result>(steps: Generator<void, Result>, dropped: () => boolean): Promise<Result | null> {
  while (!dropped()) {
    const startMs = performance.now();
    while (performance.now() - startMs < SLICE_MS) {
      const step = steps.next();
      if (step.done) return step.value;
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return null;
}
