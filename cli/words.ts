// Figures as a person reads them in a terminal.

export function wordRps(rps: number): string {
  if (rps < 1000) return `${Math.round(rps * 10) / 10}`;
  return `${round(rps / 1000)}k`;
}

export function wordMs(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${round(ms)} ms`;
}

export function wordShare(share: number): string {
  if (share === 0) return '0 %';
  return share < 0.001 ? '<0.1 %' : `${round(share * 100)} %`;
}

/** Three digits that say something. */
function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

/** Colours on a terminal only, and not where NO_COLOR is set. */
export function paint(style: keyof typeof CODES, text: string): string {
  if (!process.stdout.isTTY || process.env.NO_COLOR) return text;
  const [on, off] = CODES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** Columns aligned to the right, the last one to the left. Widths count characters without colour. */
export function layOutTable(rows: readonly (readonly string[])[]): string[] {
  const colour = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
  const lengthOf = (cell: string) => cell.replaceAll(colour, '').length;
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : ' '.repeat((widths[column] ?? 0) - lengthOf(cell)) + cell))
      .join('  ')
      .trimEnd(),
  );
}
