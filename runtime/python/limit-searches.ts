// A bound on a regular expression that backtracks without end. CPython asks for signals every 4,096 steps of a search;
// it is the number of these questions that is bounded, not time, so the same search ends on every machine. Asking is
// switched on for searches only that may backtrack (heavy_calls.py): it would cost all other code a tenth of its speed.

/** 40 million steps of a search: 0.2 s of a server's time, one or two seconds of the simulator's. */
const MAX_QUESTIONS = 10_000;
const SIGINT = 2;

interface Interruptible {
  setInterruptBuffer(buffer: Uint8Array | undefined): void;
}

/** watch(true) begins a search; watch(false) ends it and returns the questions asked meanwhile. */
export type WatchSearch = (begins: boolean) => number;

export function limitSearches(interpreter: Interruptible): WatchSearch {
  let questions = 0;
  const buffer = new Proxy(new Uint8Array(1), {
    get(target, name) {
      if (name !== '0') return Reflect.get(target, name);
      questions += 1;
      if (questions <= MAX_QUESTIONS) return 0;
      // What follows the interrupt, until the search is left, is not to be interrupted again.
      questions = Number.NEGATIVE_INFINITY;
      return SIGINT;
    },
    set: () => true,
  });
  return (begins) => {
    interpreter.setInterruptBuffer(begins ? buffer : undefined);
    const asked = questions;
    questions = 0;
    return asked;
  };
}
