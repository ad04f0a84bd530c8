export const PANES = ['brief', 'code', 'results'] as const;
export type Pane = (typeof PANES)[number];

/** Widths of the panes in percent. */
export type PaneLayout = Readonly<Record<Pane, number>>;
export const DEFAULT_LAYOUT: PaneLayout = { brief: 22, code: 40, results: 38 };
export const LAYOUT_COOKIE = 'surge-layout';

/** The widths that the reader chose, from the cookie: known to the server, so that nothing moves when the page comes alive. */
export function readLayout(cookie: string | undefined): PaneLayout {
  const [brief, code, results] = (cookie ?? '').split('-').map(Number);
  if (!brief || !code || !results || Math.abs(brief + code + results - 100) > 1) return DEFAULT_LAYOUT;
  return { brief, code, results };
}

export function writeLayout(layout: Readonly<Record<string, number>>): string {
  return PANES.map((pane) => (layout[pane] ?? DEFAULT_LAYOUT[pane]).toFixed(2)).join('-');
}
