// The texts of a challenge, cut where their headings say: title and brief, hints one by one, questions one by one.

/** Text under one heading. */
export interface Section {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

/** What an interviewer asks next. */
export interface Question {
  readonly title: string;
  readonly choices: readonly Choice[];
  /** Markdown: why the right one is right, and what is wrong with the others. */
  readonly why: string;
}

export interface Choice {
  /** Markdown, one line. */
  readonly text: string;
  readonly right: boolean;
}

export interface ChallengeTexts {
  readonly title: string;
  /** Markdown, without the title. */
  readonly brief: string;
  readonly hints: readonly Section[];
  readonly debrief: string;
  readonly questions: readonly Question[];
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

/** A section whose choices are the items of a task list, the right one with an x: "- [x] It is on the loop". */
export function readQuestion({ title, text }: Section): Question {
  const choices: Choice[] = [];
  const why: string[] = [];
  for (const line of text.split('\n')) {
    const item = /^- \[([ x])\] +(.+?) *$/.exec(line);
    if (item === null) why.push(line);
    else choices.push({ text: item[2] as string, right: item[1] === 'x' });
  }
  return { title, choices, why: why.join('\n').trim() };
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
    questions: splitSections(files.questions).map(readQuestion),
  };
}
