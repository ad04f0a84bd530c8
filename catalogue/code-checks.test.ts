// The checks of the code over everything that challenges hold: what each starter and trap is about is found, and what a
// reference or another right answer is told is true of it.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Guest } from '#engine/guest-port.ts';
import { openNodePython } from '#runtime/python/node-python.ts';
import { openNodeTypeScript } from '#runtime/typescript/node-typescript.ts';
import { listAnswers, listTraps, loadAnswer, loadReference, loadTrap, type Program } from './answers.ts';
import { listSlugs, loadMeta, loadStarter } from './load.ts';
import type { Language } from './schema.ts';

type Rules = readonly string[];
const both = (rules: Rules) => ({ python: rules, typescript: rules });

/** Programs with findings; all the others have none. Node's fetch has no time-out where httpx has one, and a class of the program makes the key. */
const FOUND: Readonly<Record<string, Readonly<Partial<Record<Language, Rules>>>>> = {
  'backpressure reference': { typescript: ['no-timeout'] },
  'backpressure starter': { typescript: ['no-timeout'] },
  'backpressure answer drop-expired': { typescript: ['no-timeout'] },
  'backpressure trap bigger-queue': { typescript: ['no-timeout'] },
  'backpressure trap more-consumers': { typescript: ['no-timeout'] },
  'blocked-loop starter': both(['blocking-call']),
  'blocked-loop trap async-wrapper': both(['blocking-call']),
  'blocked-loop trap sprinkled-yields': both(['blocking-call', 'sleep-zero']),
  'cache-stampede trap global-lock': both(['lock-across-await']),
  'connection-storm starter': both(['client-per-request']),
  'connection-storm trap one-connection': both(['lock-across-await']),
  'connection-storm trap pool-per-request': both(['client-per-request']),
  // Discount and pick-up need nothing of each other, there and in the reference.
  'find-the-slow-part reference': both(['sequential-awaits']),
  'find-the-slow-part starter': both(['blocking-call', 'sequential-awaits']),
  'find-the-slow-part answer remembered-keys': both(['sequential-awaits']),
  'find-the-slow-part trap cached-answers': both(['blocking-call', 'sequential-awaits']),
  'find-the-slow-part trap concurrent-computing': both(['blocking-call', 'sequential-awaits']),
  'find-the-slow-part trap wrong-four': both(['blocking-call']),
  'long-transaction answer charge-first': { typescript: ['no-timeout'] },
  'n-plus-one starter': {
    python: ['client-per-request', 'query-in-loop', 'sequential-awaits'],
    typescript: ['blocking-call', 'client-per-request', 'no-timeout', 'query-in-loop', 'sequential-awaits'],
  },
  'n-plus-one trap connection-per-request': both(['client-per-request']),
  'n-plus-one trap gather-single-rows': {
    python: ['query-in-loop', 'unbounded-fan-out'],
    typescript: ['no-timeout', 'query-in-loop', 'unbounded-fan-out'],
  },
  'rate-limited starter': both(['unbounded-fan-out']),
  'rate-limited trap retry-at-once': both(['unbounded-fan-out']),
  'review-the-answer starter': {
    python: ['client-per-request', 'lock-across-await', 'query-in-loop', 'sleep-zero', 'wall-time'],
    typescript: ['blocking-call', 'client-per-request', 'lock-across-await', 'no-timeout', 'query-in-loop', 'sleep-zero', 'wall-time'],
  },
  'sequential-awaits starter': both(['sequential-awaits']),
  'sequential-awaits trap bigger-pool': both(['sequential-awaits']),
  'sequential-calls starter': both(['sequential-awaits']),
  // Three reads of the cache, one after the other.
  'sequential-calls answer cache-shared': both(['sequential-awaits']),
  'sequential-calls trap client-per-call': { python: ['client-per-request'], typescript: ['blocking-call', 'client-per-request'] },
  'sequential-calls trap looks-concurrent': both(['sequential-awaits']),
  'slow-tail starter': { typescript: ['no-timeout'] },
  'slow-tail trap last-known': { typescript: ['no-timeout'] },
  'slow-tail trap one-call-each': { typescript: ['no-timeout'] },
  'starved-threads trap hash-on-the-loop': both(['blocking-call']),
  'wide-lock starter': both(['lock-across-await']),
  'wide-lock trap lock-around-the-write': both(['lock-across-await']),
  'wide-lock trap shorter-but-global': both(['lock-across-await']),
};

/** Without any finding. A challenge that is in neither list is new: it needs no line here, and nobody has said yet what should be found in it. */
const CLEAN = ['brown-out', 'cpu-bound', 'hot-row', 'lost-update', 'memory-leak', 'missing-index', 'pool-sizing', 'the-interview'];
const KNOWN = new Set([...CLEAN, ...Object.keys(FOUND).map((program) => program.split(' ')[0] ?? '')]);

/** Capstones hold faults of every kind: of their traps and partial answers only the starter and the right answers are in the table. */
const CAPSTONES = new Set(['review-the-answer', 'the-interview']);

function programsOf(slug: string, language: Language): [string, Program][] {
  const programs: [string, Program][] = [
    ['starter', loadStarter(slug, language)],
    ['reference', loadReference(slug, language)],
    ...listAnswers(slug).map(({ name }): [string, Program] => [`answer ${name}`, loadAnswer(slug, language, name)]),
  ];
  if (CAPSTONES.has(slug)) return programs.slice(1);
  return [...programs, ...listTraps(slug).map(({ name }): [string, Program] => [`trap ${name}`, loadTrap(slug, language, name)])];
}

describe('checks of the code of all challenges', () => {
  const guests = new Map<Language, Guest>();
  beforeAll(async () => {
    guests.set('python', await openNodePython());
    guests.set('typescript', await openNodeTypeScript());
  });
  const rulesOf = (language: Language, files: Program): string[] =>
    [
      ...new Set(
        guests
          .get(language)
          ?.check(files)
          .map(({ rule }) => rule),
      ),
    ].sort();

  const known = listSlugs().filter((slug) => KNOWN.has(slug));
  it.each(known.flatMap((slug) => loadMeta(slug).languages.map((language) => [slug, language] as const)))('%s, %s', (slug, language) => {
    const found = programsOf(slug, language).map(([name, files]) => [name, rulesOf(language, files)]);
    const expected = found.map(([name]) => [name, FOUND[`${slug} ${name}`]?.[language] ?? []]);
    expect(found).toEqual(expected);
  });

  it.each(['python', 'typescript'] as const)("finds in the capstone's starter what is wrong with it, %s", (language) => {
    expect(rulesOf(language, loadStarter('review-the-answer', language))).toEqual(FOUND['review-the-answer starter']?.[language]);
  });
});
