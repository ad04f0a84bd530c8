// What a challenge folder must hold before anything is run: all files, and texts that are the same in both languages.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadAnswer, loadHiddenTask, loadPartial, loadReference, loadTrap } from './answers.ts';
import { ChallengeError, EXTENSIONS, readText } from './challenge-folder.ts';
import { type LoadedChallenge, listSlugs, loadChallenge, loadMeta, loadTopics, loadTracks } from './load.ts';
import { type MarkdownShape, readShape } from './markdown-shape.ts';
import type { Challenge, Language } from './schema.ts';
import type { Question } from './texts.ts';

const TEXTS = ['brief', 'hints', 'debrief', 'questions'] as const;
/** Modelled: a brief is read before the clock starts to hurt. */
const BRIEF_WORDS = { min: 100, max: 300 };
const HINTS = 4;
const QUESTIONS = { min: 3, max: 5 };
const MIN_CHOICES = 3;

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
    ...missing(() => loadHiddenTask(slug, root)),
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
    ...slugs.flatMap((slug) => checkReferences(slug, slugs, root)),
    ...slugs.filter((slug) => !placed.includes(slug)).map((slug) => `tracks.json: ${slug} is in no track`),
    ...placed.filter((slug) => !slugs.includes(slug)).map((slug) => `tracks.json: there is no challenge ${slug}`),
  ];
}

/** What a challenge names must be there. */
function checkReferences(slug: string, slugs: readonly string[], root: string): string[] {
  try {
    const { prerequisites, topics } = loadMeta(slug, root);
    const known = loadTopics(root);
    return [
      ...prerequisites
        .filter((each) => !slugs.includes(each))
        .map((each) => `${slug}/challenge.json: prerequisites: there is no challenge ${each}`),
      ...topics
        .filter((each) => known[each] === undefined)
        .map((each) => `${slug}/challenge.json: topics: ${each} has no name in topics.json`),
    ];
  } catch (error) {
    // What is wrong with the file itself is told with the challenge.
    if (error instanceof ChallengeError) return [];
    throw error;
  }
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
    if (text.hints.length !== HINTS)
      problems.push(`hints.${locale}.md: has ${text.hints.length} hints (a "## " line each), should have ${HINTS}`);
    for (const hint of text.hints) if (hint.text === '') problems.push(`hints.${locale}.md: "${hint.title}" is empty`);
    const asked = text.questions.length;
    if (asked < QUESTIONS.min || asked > QUESTIONS.max) {
      problems.push(`questions.${locale}.md: has ${asked} questions (a "## " line each), should have ${QUESTIONS.min} to ${QUESTIONS.max}`);
    }
    for (const question of text.questions) problems.push(...checkQuestion(question, `questions.${locale}.md: "${question.title}"`));
  }
  for (const [index, question] of texts.en.questions.entries()) {
    const other = texts.zh.questions[index];
    if (other === undefined || rightOnes(question) === rightOnes(other)) continue;
    problems.push(`questions.zh.md: "${other.title}" has other right choices than in questions.en.md, or in another order`);
  }
  return problems;
}

function checkQuestion({ choices, why }: Question, place: string): string[] {
  const problems: string[] = [];
  if (choices.length < MIN_CHOICES)
    problems.push(`${place} has ${choices.length} choices ("- [ ] ..."), should have at least ${MIN_CHOICES}`);
  const right = choices.filter((choice) => choice.right).length;
  if (right !== 1) problems.push(`${place} has ${right} right choices ("- [x] ..."), should have one`);
  if (why === '') problems.push(`${place} does not say why (text after its choices)`);
  return problems;
}

const rightOnes = ({ choices }: Question) => choices.map((choice) => (choice.right ? 'x' : '-')).join('');

function checkFiles(meta: Challenge, root: string): string[] {
  const { slug, traps, answers, partials } = meta;
  const problems = existsSync(join(root, slug, 'design.md')) ? [] : ['design.md: is missing'];
  for (const language of meta.languages) {
    problems.push(...missing(() => loadReference(slug, language, root)));
    for (const { name } of traps) problems.push(...missing(() => loadTrap(slug, language, name, root)));
    for (const { name } of answers) problems.push(...missing(() => loadAnswer(slug, language, name, root)));
    for (const { name } of partials) problems.push(...missing(() => loadPartial(slug, language, name, root)));
    for (const [room, declared] of Object.entries({ traps, answers, partials })) {
      problems.push(...checkDeclared(slug, root, language, room, declared));
    }
  }
  return problems;
}

function checkDeclared(
  slug: string,
  root: string,
  language: Language,
  room: string,
  declared: readonly { readonly name: string }[],
): string[] {
  const folder = join(root, slug, language, room);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((entry) => {
    const name = entry.endsWith(EXTENSIONS[language]) ? entry.slice(0, -EXTENSIONS[language].length) : entry;
    return declared.some((each) => each.name === name) ? [] : [`${language}/${room}/${entry}: is not in "${room}" of challenge.json`];
  });
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
