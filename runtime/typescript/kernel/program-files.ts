/** Text of the program's files by their names, as they were loaded: what node:fs can read. */
export const programFiles: { read(path: string): string | undefined } = { read: () => undefined };
