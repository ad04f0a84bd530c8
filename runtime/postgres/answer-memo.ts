// Answers of reads. Two shelves, because a report must not depend on what ran before it:
//   this stage's: the first answer to a question, good while the committed rows are the same. Emptied by a reset, and when
//     full, which depends on the stage alone.
//   kept: answers that the very same physical state would give again. They survive resets and may be dropped at any time,
//     because asking Postgres again would give the same answer.
import type { DatabaseAnswer } from '#engine/database-port.ts';
import type { StatementInfo } from './statement-kind.ts';
import type { TableState } from './table-states.ts';

export interface RememberedAnswer {
  readonly answer: DatabaseAnswer;
  /** First column of each row, for the owner's queries. */
  readonly firstColumn: readonly (string | null)[];
  readonly tables: readonly TableState[];
  readonly physical: readonly number[];
}

interface StageAnswer {
  readonly remembered: RememberedAnswer;
  readonly data: readonly number[];
  /** Version of the whole database at which the answer was last found to hold. */
  checkedAt: number;
}

/** One text of a statement and all that is known about it. */
export interface RememberedText {
  readonly sql: string;
  readonly info: StatementInfo;
  stage: Map<string, StageAnswer>;
  epoch: number;
  readonly kept: Map<string, RememberedAnswer[]>;
}

export interface MemoLimits {
  readonly answers: number;
  readonly characters: number;
}
const DEFAULT_LIMITS: MemoLimits = { answers: 200_000, characters: 64 * 1024 * 1024 };
/** States of which one question's answer is kept. */
const STATES_KEPT = 4;

export class AnswerMemo {
  /** Counts for tests and the bench. */
  hits = 0;
  misses = 0;
  private texts = new Map<string, RememberedText>();
  private epoch = 1;
  private stage = { answers: 0, characters: 0 };
  private kept = { answers: 0, characters: 0 };

  constructor(
    private readonly describe: (sql: string) => StatementInfo,
    private readonly limits: MemoLimits = DEFAULT_LIMITS,
  ) {}

  text(sql: string): RememberedText {
    let text = this.texts.get(sql);
    if (!text) {
      text = { sql, info: this.describe(sql), stage: new Map(), epoch: this.epoch, kept: new Map() };
      this.texts.set(sql, text);
    }
    return text;
  }

  find(text: RememberedText, key: string, version: number): RememberedAnswer | null {
    if (text.epoch === this.epoch) {
      const found = text.stage.get(key);
      if (found && (found.checkedAt === version || sameData(found))) {
        found.checkedAt = version;
        this.hits++;
        return found.remembered;
      }
    }
    const kept = text.kept.get(key)?.find(samePhysical);
    if (!kept) {
      this.misses++;
      return null;
    }
    this.hits++;
    this.putOnStage(text, key, kept, version);
    return kept;
  }

  remember(text: RememberedText, key: string, remembered: RememberedAnswer, version: number): void {
    this.putOnStage(text, key, remembered, version);
    const size = key.length + remembered.answer.text.length;
    if (this.kept.answers >= this.limits.answers || this.kept.characters + size > this.limits.characters) this.dropKept();
    const states = text.kept.get(key) ?? [];
    if (states.length >= STATES_KEPT) states.shift();
    else this.kept.answers++;
    states.push(remembered);
    this.kept.characters += size;
    text.kept.set(key, states);
  }

  /** A new stage begins in the first state. */
  reset(): void {
    this.clearStage();
    // Texts that programs build anew for each request would pile up.
    if (this.texts.size > this.limits.answers / 4) this.forget();
  }

  /** Another schema. */
  forget(): void {
    this.clearStage();
    this.texts = new Map();
    this.kept = { answers: 0, characters: 0 };
  }

  dropKept(): void {
    for (const text of this.texts.values()) text.kept.clear();
    this.kept = { answers: 0, characters: 0 };
  }

  private putOnStage(text: RememberedText, key: string, remembered: RememberedAnswer, version: number): void {
    const size = key.length + remembered.answer.text.length;
    if (this.stage.answers >= this.limits.answers || this.stage.characters + size > this.limits.characters) this.forget();
    if (text.epoch !== this.epoch) {
      // After forgetting, the text itself is no longer listed; it serves its caller once more.
      text.stage = new Map();
      text.epoch = this.epoch;
    }
    text.stage.set(key, { remembered, data: remembered.tables.map((table) => table.data), checkedAt: version });
    this.stage.answers++;
    this.stage.characters += size;
  }

  private clearStage(): void {
    this.epoch++;
    this.stage = { answers: 0, characters: 0 };
  }
}

function sameData(found: StageAnswer): boolean {
  return found.remembered.tables.every((table, i) => table.data === found.data[i]);
}

function samePhysical(remembered: RememberedAnswer): boolean {
  return remembered.tables.every((table, i) => table.physical === remembered.physical[i]);
}
