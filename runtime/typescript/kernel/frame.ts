// What goes along with asynchronous work: on whose request's behalf it runs, and the stores of AsyncLocalStorage.

/** One open request. */
export interface RequestRecord {
  readonly token: number;
  /** Line of the innermost await since the request ran last. */
  line: number;
  /** Whether it ran since `line` was noted. */
  ran: boolean;
}

/** Never changed once it is current. */
export interface Frame {
  readonly request: RequestRecord | null;
  readonly stores: ReadonlyMap<object, unknown> | null;
}

export const ROOT: Frame = { request: null, stores: null };

export const current = { frame: ROOT };

/** What is told goes on another one's account. */
export function inFrame(frame: Frame, tell: () => void): void {
  const before = current.frame;
  current.frame = frame;
  tell();
  current.frame = before;
}

/** A request has stopped at an await: the innermost one comes first, those that wait for it follow. */
export function noteAwait(frame: Frame, line: number): void {
  const { request } = frame;
  if (request?.ran) {
    request.ran = false;
    request.line = line;
  }
}
