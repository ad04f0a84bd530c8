// Correctness of every 2xx answer, whatever code produced it: the body is compared with what the database really holds.
// A body is right if it was right at any time from `staleMs` before the request arrived until it was answered.
import type { DatabasePort } from '#engine/database-port.ts';
import type { CheckedResponse, ResponseVerdict } from '#engine/stage.ts';
import { ExpectedAnswers } from './expected-answers.ts';
import type { Task, TaskStage } from './task.ts';

/** An answer that was not right, beside what would have been: evidence that a person can read. */
export interface WrongExample {
  readonly verdict: 'wrong' | 'stale';
  readonly request: string;
  readonly answered: string;
  readonly right: string;
  /** How long ago the body stopped being right, ms; only for stale ones. */
  readonly ageMs: number;
}

export interface ResponseChecker {
  /** The database to run the stage on: the same, but the checker sees when the world changes it. */
  readonly database: DatabasePort;
  /** To be called before each stage; puts the database back to its start. */
  startStage(stage: TaskStage): void;
  check(response: CheckedResponse): ResponseVerdict;
  /** First answer of the stage that was not right. */
  wrongExample(): WrongExample | null;
}

const EXAMPLE_LENGTH_MAX = 160;

export function createResponseChecker(task: Task, database: DatabasePort): ResponseChecker {
  const { load, database: databaseWorld } = task.world;
  const answers = new Map(task.expected.map((expected) => [expected.request, new ExpectedAnswers(expected, load.keys, database)]));
  const eventTimesMs = task.world.events.map((event) => event.atMs).sort((a, b) => a - b);
  let warmupMs = 0;
  let eventsSeen = 0;
  let knownVersion = 0;
  let guestWrote = false;
  let latestNs = 0;
  let example: WrongExample | null = null;

  const start = () => {
    eventsSeen = 0;
    guestWrote = false;
    for (const answer of answers.values()) answer.startStage();
    knownVersion = database.version;
  };
  const noteOwnerChange = () => {
    // World events run in the order of their times; anything else that the owner runs happens now.
    const atMs = eventTimesMs[eventsSeen];
    const atNs = atMs === undefined ? latestNs : Math.max(0, (warmupMs + atMs) * 1e6);
    eventsSeen += 1;
    for (const answer of answers.values()) answer.noteWorldEvent(eventsSeen, atNs, !guestWrote);
    knownVersion = database.version;
  };

  const watched: DatabasePort = {
    reset: (schemaSql) => {
      database.reset(schemaSql);
      start();
    },
    openSession: (settings) => database.openSession(settings),
    closeSession: (session) => database.closeSession(session),
    run: (session, sql, params, guard) => database.run(session, sql, params, guard),
    runMany: (session, sql, paramRows, guard) => database.runMany(session, sql, paramRows, guard),
    inTransaction: (session) => database.inTransaction(session),
    abortTransaction: (session) => database.abortTransaction(session),
    timeouts: (session) => database.timeouts(session),
    ownerQuery: (sql, params) => database.ownerQuery(sql, params),
    ownerExecute: (sql) => {
      if (database.version !== knownVersion) guestWrote = true;
      database.ownerExecute(sql);
      noteOwnerChange();
    },
    setVirtualTime: (ns) => database.setVirtualTime(ns),
    get version() {
      return database.version;
    },
  };

  return {
    database: watched,
    startStage: (stage) => {
      warmupMs = stage.warmupSeconds * 1000;
      latestNs = 0;
      example = null;
      watched.reset(databaseWorld.schemaSql);
    },
    wrongExample: () => example,
    check: (response) => {
      latestNs = response.answeredNs;
      const answer = answers.get(response.request);
      if (answer === undefined) return 'right';
      const versions = answer.versionsOf(response.key, response.answeredNs);
      const acceptedFromNs = response.arrivedNs - answer.staleNs;
      let staleSinceNs = -1;
      for (let i = versions.length - 1; i >= 0; i--) {
        const version = versions[i];
        if (version === undefined || !version.body.accepts(response.body)) continue;
        if (version.untilNs >= acceptedFromNs) return 'right';
        staleSinceNs = version.untilNs;
        break;
      }
      const verdict = staleSinceNs < 0 ? 'wrong' : 'stale';
      example ??= {
        verdict,
        request: requestLine(task, response),
        answered: shorten(response.body),
        right: shorten(versions.at(-1)?.body.text ?? 'not a 2xx answer'),
        ageMs: verdict === 'stale' ? (response.answeredNs - staleSinceNs) / 1e6 : 0,
      };
      return verdict;
    },
  };
}

function requestLine(task: Task, response: CheckedResponse): string {
  const request = task.world.load.requests[response.request];
  return request === undefined ? '' : `${request.method} ${request.path.replaceAll('{key}', `${response.key}`)}`;
}

function shorten(text: string): string {
  return text.length > EXAMPLE_LENGTH_MAX ? `${text.slice(0, EXAMPLE_LENGTH_MAX)}…` : text;
}
