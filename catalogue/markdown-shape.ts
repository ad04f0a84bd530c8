// The skeleton of a Markdown text: what must be the same in both languages.

export interface MarkdownShape {
  /** Level of each heading, in order. */
  readonly headings: readonly number[];
  /** Text of each fenced block, with its info string, in order. */
  readonly codeBlocks: readonly string[];
  /** Words of the prose: Latin words, and Han characters one by one. */
  readonly words: number;
  readonly hanCharacters: number;
}

export function readShape(markdown: string): MarkdownShape {
  const headings: number[] = [];
  const codeBlocks: string[] = [];
  const prose: string[] = [];
  let block: string[] | null = null;
  for (const line of markdown.split('\n')) {
    if (block !== null) {
      block.push(line);
      if (/^```\s*$/.test(line)) {
        codeBlocks.push(block.join('\n'));
        block = null;
      }
    } else if (line.startsWith('```')) {
      block = [line];
    } else {
      const heading = /^(#{1,6}) /.exec(line);
      if (heading !== null) headings.push((heading[1] as string).length);
      prose.push(line);
    }
  }
  if (block !== null) codeBlocks.push(block.join('\n'));
  const text = prose.join('\n');
  const hanCharacters = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latinWords = text.match(/[A-Za-z][A-Za-z'’-]*/g)?.length ?? 0;
  return { headings, codeBlocks, words: latinWords + hanCharacters, hanCharacters };
}
