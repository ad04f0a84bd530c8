// Finds the user's own line in the text of a traceback, for what carries no line of its own: failed start-ups, failed requests.

/** Innermost place of a traceback in the user's files, as a `line` of the guest interface; 0 if there is none. Python's `File "main.py", line 31` or JavaScript's `main.ts:31`. */
export function lineInTraceback(text: string, files: readonly string[]): number {
  let found = 0;
  for (const match of text.matchAll(/File "([^"]+)", line (\d+)|\(?([\w./-]+\.[cm]?[jt]sx?):(\d+)/g)) {
    const name = match[1] ?? match[3] ?? '';
    const index = files.indexOf(name);
    const line = Number(match[2] ?? match[4]);
    if (index < 0) continue;
    // Python tells the innermost frame last, JavaScript first.
    if (match[1] !== undefined || found === 0) found = index * 100_000 + line;
  }
  return found;
}
