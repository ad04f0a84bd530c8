// Loads challenges from the disk: everything a page or the command needs, except the answers (answers.ts).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Task } from '#judge/task.ts';
import { ChallengeError, defaultRoot, readJson, readProgram, readText } from './challenge-folder.ts';
import { describeProblems } from './field-problems.ts';
import { type Bilingual, Challenge, type Language, LOCALES, ReferenceRuns, SLUG, Topics, Tracks } from './schema.ts';
import { challengeTask } from './task.ts';
import { buildTexts, type ChallengeTexts, splitTitle } from './texts.ts';
import { parseWorld, schemaFileOf, WorldError } from './world-schema.ts';

/** A line of the catalogue. */
export interface ChallengeSummary extends Challenge {
  readonly title: Bilingual;
}

export interface LoadedChallenge {
  readonly meta: Challenge;
  readonly texts: Bilingual<ChallengeTexts>;
  /** Starter program of each language that the challenge supports: path to text. */
  readonly starters: Readonly<Partial<Record<Language, Readonly<Record<string, string>>>>>;
  readonly task: Task;
}

/** Folders with a challenge.json, by name. */
export function listSlugs(root = defaultRoot()): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && SLUG.test(entry.name) && existsSync(join(root, entry.name, 'challenge.json')))
    .map((entry) => entry.name)
    .sort();
}

/** In the order of the tracks, then by name. */
export function listChallenges(root = defaultRoot()): ChallengeSummary[] {
  const learningOrder = loadTracks(root).flatMap((track) => track.challenges);
  const place = (slug: string) => (learningOrder.includes(slug) ? learningOrder.indexOf(slug) : learningOrder.length);
  return listSlugs(root)
    .sort((a, b) => place(a) - place(b))
    .map((slug) => ({
      ...loadMeta(slug, root),
      title: loadTitle(slug, root),
    }));
}

export function loadTitle(slug: string, root = defaultRoot()): Bilingual {
  return bilingually((locale) => splitTitle(readText(root, slug, `brief.${locale}.md`)).title);
}

export function loadTracks(root = defaultRoot()): Tracks {
  return loadList(root, 'tracks.json', Tracks, []);
}

export function loadTopics(root = defaultRoot()): Topics {
  return loadList(root, 'topics.json', Topics, {});
}

/** Recorded by `surge check --record`. */
export function loadReferenceRuns(root = defaultRoot()): ReferenceRuns {
  return loadList(root, 'reference-runs.json', ReferenceRuns, {});
}

function loadList<List>(root: string, file: string, schema: z.ZodType<List>, none: List): List {
  const path = join(root, file);
  if (!existsSync(path)) return none;
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(
    describeProblems(parsed.error.issues, json)
      .map((problem) => `challenges/${file}: ${problem}`)
      .join('\n'),
  );
}

export function loadMeta(slug: string, root = defaultRoot()): Challenge {
  if (!listSlugs(root).includes(slug)) throw new ChallengeError(slug, ['challenge.json: is missing']);
  const json = readJson(root, slug, 'challenge.json');
  const parsed = Challenge.safeParse(json);
  if (!parsed.success)
    throw new ChallengeError(
      slug,
      describeProblems(parsed.error.issues, json).map((problem) => `challenge.json: ${problem}`),
    );
  if (parsed.data.slug !== slug) throw new ChallengeError(slug, [`challenge.json: slug: must be the folder's name, ${slug}`]);
  return parsed.data;
}

/** What a run needs, no text: a challenge that is being written can be run. Throws ChallengeError. */
export function loadRunnable(slug: string, root = defaultRoot()): Pick<LoadedChallenge, 'meta' | 'task'> {
  const meta = loadMeta(slug, root);
  return { meta, task: loadTask(meta, root) };
}

export function loadStarter(slug: string, language: Language, root = defaultRoot()): Record<string, string> {
  return readProgram(root, slug, language, 'starter');
}

/** Throws ChallengeError, which names the file and the field. */
export function loadChallenge(slug: string, root = defaultRoot()): LoadedChallenge {
  const meta = loadMeta(slug, root);
  return {
    meta,
    texts: bilingually((locale) =>
      buildTexts({
        brief: readText(root, slug, `brief.${locale}.md`),
        hints: readText(root, slug, `hints.${locale}.md`),
        debrief: readText(root, slug, `debrief.${locale}.md`),
        questions: readText(root, slug, `questions.${locale}.md`),
      }),
    ),
    starters: Object.fromEntries(meta.languages.map((language) => [language, loadStarter(slug, language, root)])),
    task: loadTask(meta, root),
  };
}

/** `json`: the world file, where it is another than the folder's. */
export function loadTask(meta: Challenge, root: string, json = readJson(root, meta.slug, 'world.json')): Task {
  const { slug } = meta;
  const schemaFile = schemaFileOf(json);
  try {
    const world = parseWorld(json, schemaFile === null ? '' : readText(root, slug, schemaFile));
    return challengeTask(
      meta,
      world,
      meta.expected.map((expected) => readText(root, slug, expected.file).trim()),
    );
  } catch (error) {
    if (error instanceof WorldError)
      throw new ChallengeError(
        slug,
        error.problems.map((problem) => `world.json: ${problem}`),
      );
    throw error;
  }
}

function bilingually<Content>(build: (locale: (typeof LOCALES)[number]) => Content): Bilingual<Content> {
  return Object.fromEntries(LOCALES.map((locale) => [locale, build(locale)])) as Record<(typeof LOCALES)[number], Content>;
}
