// What a challenge folder must hold before anything is run: all files, and texts that are the same in both languages.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadReference, loadTrap } from './answers.ts';
import { ChallengeError, EXTENSIONS, readText } from './challenge-folder.ts';
import { type LoadedChallenge, listSlugs, loadChallenge, loadTracks } from './load.ts';
import { type MarkdownShape, readShape } from './markdown-shape.ts';
import type { Challenge } from './schema.ts';

const TEXTS = ['brief', 'hints', 'debrief', 'questions'] as const;
/** Modelled: a brief is read before the clock starts to hurt. */
const BRIEF_WORDS = { min: 100, max: 300 };

/** Problems, each beginning with the file; none: the challenge is complete. */
export function checkStructure(slug: string, root: string): string[] {
  let challenge: LoadedChallenge;
  try {
    challenge = loadChallenge(slug, root);
  } catch (error) {
    if (error instanceof ChallengeError) return [...error.problems];
    throw error;
  }
  return [
    ...TEXTS.flatMap((name) => checkText(slug, root, name)),
    ...checkSections(challenge),
    ...checkFiles(challenge.meta, root),
    ...challenge.meta.expected.flatMap((expected, index) =>
      challenge.task.world.load.requests[expected.request] === undefined
        ? [`challenge.json: expected[${index}].request: world.json has no such request`]
        : [],
    ),
  ];
}

/** Every challenge has its place in a track, and every place its challenge. */
export function checkTracks(root: string): string[] {
  const slugs = listSlugs(root);
  const placed = loadTracks(root).flatMap((track) => track.challenges);
  return [
    ...slugs.filter((slug) => !placed.includes(slug)).map((slug) => `tracks.json: ${slug} is in no track`),
    ...placed.filter((slug) => !slugs.includes(slug)).map((slug) => `tracks.json: there is no challenge ${slug}`),
  ];
}

function checkText(slug: string, root: string, name: string): string[] {
  const en = readShape(readText(root, slug, `${name}.en.md`));
  const zh = readShape(readText(root, slug, `${name}.zh.md`));
  return [...compareShapes(name, en, zh), ...(name === 'brief' ? checkBriefLength(en) : [])];
}

function compareShapes(name: string, en: MarkdownShape, zh: MarkdownShape): string[] {
  const problems: string[] = [];
  const file = `${name}.zh.md`;
  if (en.headings.join() !== zh.headings.join()) {
    problems.push(`${file}: headings differ from ${name}.en.md: levels ${zh.headings.join(' ')} instead of ${en.headings.join(' ')}`);
  }
  if (en.codeBlocks.length !== zh.codeBlocks.length) {
    problems.push(`${file}: has ${zh.codeBlocks.length} code blocks, ${name}.en.md has ${en.codeBlocks.length}`);
  } else {
    for (const [index, block] of en.codeBlocks.entries()) {
      if (block !== zh.codeBlocks[index]) problems.push(`${file}: code block ${index + 1} differs from the one in ${name}.en.md`);
    }
  }
  if (en.hanCharacters > 0) problems.push(`${name}.en.md: holds Chinese text`);
  if (zh.hanCharacters * 2 < zh.words) problems.push(`${file}: is not written in Chinese`);
  return problems;
}

function checkBriefLength({ words }: MarkdownShape): string[] {
  if (words >= BRIEF_WORDS.min && words <= BRIEF_WORDS.max) return [];
  return [`brief.en.md: has ${words} words, should have ${BRIEF_WORDS.min} to ${BRIEF_WORDS.max}`];
}

function checkSections({ texts }: LoadedChallenge): string[] {
  const problems: string[] = [];
  for (const [locale, text] of Object.entries(texts)) {
    if (text.title === '') problems.push(`brief.${locale}.md: has no title (a line that begins with "# ")`);
    for (const name of ['hints', 'questions'] as const) {
      if (text[name].length === 0) problems.push(`${name}.${locale}.md: has no section (a line that begins with "## ")`);
      for (const section of text[name]) if (section.text === '') problems.push(`${name}.${locale}.md: "${section.title}" is empty`);
    }
  }
  for (const name of ['hints', 'questions'] as const) {
    const [en, zh] = [texts.en[name].length, texts.zh[name].length];
    if (en !== zh) problems.push(`${name}.zh.md: has ${zh} ${name}, ${name}.en.md has ${en}`);
  }
  return problems;
}

function checkFiles(meta: Challenge, root: string): string[] {
  const { slug, traps } = meta;
  const problems = existsSync(join(root, slug, 'design.md')) ? [] : ['design.md: is missing'];
  for (const language of meta.languages) {
    problems.push(...missing(() => loadReference(slug, language, root)));
    for (const trap of traps) problems.push(...missing(() => loadTrap(slug, language, trap.name, root)));
    const folder = join(root, slug, language, 'traps');
    for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
      const name = entry.endsWith(EXTENSIONS[language]) ? entry.slice(0, -EXTENSIONS[language].length) : entry;
      if (!traps.some((trap) => trap.name === name)) problems.push(`${language}/traps/${entry}: is not a trap of challenge.json`);
    }
  }
  return problems;
}

function missing(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ChallengeError) return [...error.problems];
    throw error;
  }
}
