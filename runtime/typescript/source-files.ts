// Which files of a program are modules, and where it begins. Apart from the compiler, so that asking costs nothing.

/** A declaration file has nothing to run. */
export function isSource(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

/** Where a program of several files begins: the first of these that it has. */
export const ENTRIES = ['main.ts', 'main.mts', 'main.js', 'main.mjs', 'app.ts', 'index.ts', 'server.ts'];
