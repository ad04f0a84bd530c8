// Names that compiled code and kernel share. They end in a character that nobody types by accident; who types it on purpose is refused.
export const MARK = '\u02d1';
export const COUNTERS = 'S\u02d1';
export const GLOBALS = 'G\u02d1';
export const IMPORT = 'import\u02d1';
export const EXPORTS = 'exports\u02d1';
export const META = 'meta\u02d1';
export const LOAD = 'load\u02d1';
export const GATE = 'gate\u02d1';
/** Parameters of a module factory. */
export const PARAMETERS = [COUNTERS, GLOBALS, IMPORT, EXPORTS, META, LOAD, GATE] as const;

/** `line` of the guest interface: file index * LINES_PER_FILE + line. */
export const LINES_PER_FILE = 100_000;
