// Errors of redis-errors and ioredis.
import { placeError } from '../../kernel/counters.ts';
import { freezeClass } from '../../kernel/realm.ts';

export class RedisError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

export class ReplyError extends RedisError {
  declare command?: { readonly name: string; readonly args: unknown[] };
  declare previousErrors?: unknown[];
}

export class AbortError extends RedisError {}

export class MaxRetriesPerRequestError extends AbortError {
  constructor(most: number) {
    super(`Reached the max retries per request limit (which is ${most}). Refer to "maxRetriesPerRequest" option for details.`);
  }
}

for (const kind of [RedisError, ReplyError, AbortError, MaxRetriesPerRequestError]) freezeClass(kind);

export const CONNECTION_CLOSED = 'Connection is closed.';

/** An error that the server replied; line: of the user's code that sent the command. */
export function replyError(text: string, name: string, args: unknown[], line: number): ReplyError {
  const error = new ReplyError(text);
  error.command = { name, args };
  error.stack = `ReplyError: ${text}`;
  placeError(error, line);
  return error;
}
