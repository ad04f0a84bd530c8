// One request of the load, from its intended start to its answer.
import type { Span } from './stage.ts';

export interface RequestSpan extends Span {
  /** Name of the resource, as in ResourceRecording. */
  readonly resource: string;
  /** Part of queueNs that was spent waiting for row locks. */
  readonly lockNs: number;
}

export interface RequestRecord {
  readonly id: number;
  readonly worker: number;
  readonly template: number;
  readonly key: number;
  readonly arrivedNs: number;
  readonly inWindow: boolean;
  acceptedNs: number;
  /** open: nobody answered. timeout: the client gave up; the worker may still be busy with it. */
  state: 'open' | 'answered' | 'timeout';
  /** The worker answered, be it too late. */
  handled: boolean;
  status: number;
  body: string;
  spans: RequestSpan[];
  /** Operations of its own that are under way. */
  open: number;
  /** Connections that it holds, by the pool's index in its worker; null: never any. */
  held: Map<number, number> | null;
}
