// The texts of a challenge, cut where their headings say: title and brief, hints one by one, questions one by one.

/** Text under one heading. */
export interface Section {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

export interface ChallengeTexts {
  readonly title: string;
  /** Markdown, without the title. */
  readonly brief: string;
  readonly hints: readonly Section[];
  readonly debrief: string;
  readonly questions: readonly Section[];
}

/** The `# ` line and what follows it. */
export function splitTitle(markdown: string): Section {
  const match = /^# +(.+?) *$/m.exec(markdown);
  if (match === null) return { title: '', text: markdown.trim() };
  return { title: match[1] as string, text: markdown.slice(match.index + match[0].length).trim() };
}

/** What stands under each `## ` line; text before the first is left out. */
export function splitSections(markdown: string): Section[] {
  const [, ...parts] = `\n${markdown}`.split(/\n## +/);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return end < 0 ? { title: part.trim(), text: '' } : { title: part.slice(0, end).trim(), text: part.slice(end).trim() };
  });
}

export function buildTexts(files: {
  readonly brief: string;
  readonly hints: string;
  readonly debrief: string;
  readonly questions: string;
}): ChallengeTexts {
  const { title, text } = splitTitle(files.brief);
  return {
    title,
    brief: text,
    hints: splitSections(files.hints),
    debrief: splitTitle(files.debrief).text,
    questions: splitSections(files.questions),
  };
}
