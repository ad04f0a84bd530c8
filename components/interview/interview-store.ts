// Interviews in the browser's storage: one under way for each challenge, the finished ones kept. Every change reads what is stored
// first, so that two tabs write into one record. What could not be kept is said, and lives as long as the page.
import { z } from 'zod';
import { finishedOf } from '#interview/interview-clock.ts';
import { InterviewRecord } from '#interview/interview-record.ts';
import type { SaveResult } from '../workbench/draft-store.ts';

export const INTERVIEW_PREFIX = 'surge:interview:';
export const interviewKey = (id: string) => `${INTERVIEW_PREFIX}${id}`;
/** Ids of a challenge's interviews, newest first. */
export const interviewsKey = (challenge: string) => `surge:interviews:${challenge}`;

type KeyValueStore = Pick<Storage, 'getItem' | 'setItem'>;
const Ids = z.array(z.string());

export class InterviewStore {
  private readonly store: KeyValueStore;
  private readonly unkept = new Map<string, string>();

  constructor(store: KeyValueStore) {
    this.store = store;
  }

  get(id: string): InterviewRecord | null {
    return this.read(interviewKey(id), InterviewRecord);
  }

  /** Newest first; what cannot be read is left out. */
  list(challenge: string): InterviewRecord[] {
    return this.ids(challenge)
      .map((id) => this.get(id))
      .filter((record) => record !== null);
  }

  /** The one under way: opened and not finished. Its time may be up. */
  active(challenge: string): InterviewRecord | null {
    return this.list(challenge).find((record) => finishedOf(record) === null) ?? null;
  }

  lastFinished(challenge: string): InterviewRecord | null {
    return this.list(challenge).find((record) => finishedOf(record) !== null) ?? null;
  }

  /** Keeps a new one, unless one is under way: then that one is meant. */
  open(record: InterviewRecord): { readonly record: InterviewRecord; readonly kept: SaveResult } {
    const active = this.active(record.challenge);
    if (active) return { record: active, kept: 'saved' };
    const kept = this.write(interviewKey(record.id), record);
    const listed = this.write(interviewsKey(record.challenge), [record.id, ...this.ids(record.challenge)]);
    return { record, kept: kept === 'saved' ? listed : kept };
  }

  /** Changes what is stored now, which may be more than the caller has seen. Nothing happens to a record that is not there. */
  update(id: string, change: (record: InterviewRecord) => InterviewRecord): SaveResult {
    const record = this.get(id);
    if (!record) return 'blocked';
    const next = change(record);
    return next === record ? 'saved' : this.write(interviewKey(id), next);
  }

  /** The text as stored, to be compared by value. */
  text(id: string): string | null {
    const key = interviewKey(id);
    return this.unkept.get(key) ?? this.store.getItem(key);
  }

  private ids(challenge: string): string[] {
    return this.read(interviewsKey(challenge), Ids) ?? [];
  }

  private read<T>(key: string, schema: z.ZodType<T>): T | null {
    try {
      return schema.safeParse(JSON.parse(this.unkept.get(key) ?? this.store.getItem(key) ?? 'null')).data ?? null;
    } catch {
      return null;
    }
  }

  private write(key: string, value: unknown): SaveResult {
    const text = JSON.stringify(value);
    try {
      this.store.setItem(key, text);
      this.unkept.delete(key);
      return 'saved';
    } catch (error) {
      this.unkept.set(key, text);
      return error instanceof Error && /quota/i.test(`${error.name} ${error.message}`) ? 'quota' : 'blocked';
    }
  }
}
