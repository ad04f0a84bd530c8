// What goes through the pipe between the trusted parent and the guest's process: one frame at a time, a question and its answer in turn.
// A frame is [u32 bytes in all][u32 kind][u32 numbers][u32 whether the text is JSON][float64 numbers][UTF-8 text], little-endian. Nothing here knows Node or Deno.

export const FRAME = {
  /** text: JSON, the call of a method. */
  CALL: 1,
  /** text: JSON {value} | {loadError} | {error}. */
  RETURN: 2,
  /** numbers: worker, startNs, horizonNs, then the events. text: the events' texts. */
  TURN: 3,
  /** numbers: countedNs, nextTimerNs, readyLeft, steps, tasks, number of texts, then the syscalls. text: the syscalls' texts. */
  TURNED: 4,
  /** A blocking call in the middle of a turn. numbers: kind, a, b, line, request, nowNs, inThread, timeoutNs. text: its text. */
  ASK: 5,
  /** numbers: endNs, a, b. text: the answer's text. */
  ANSWER: 6,
  /** No numbers, and bytes in place of the text. */
  BYTES: 7,
} as const;

export const HEADER_BYTES = 16;
/** A turn of the largest programs is some megabytes. */
export const MOST_BYTES = 64 * 1024 * 1024;

export interface Frame {
  readonly kind: number;
  readonly numbers: Float64Array;
  readonly text: string;
}

/** What the other side sent cannot be a frame, or not the one that was due. */
export class FrameError extends Error {
  override name = 'FrameError';
}

/** Reads and writes of a pipe, synchronous. `read` blocks and gives the number of bytes, 0 at the end. */
export interface Pipe {
  read(into: Uint8Array): number;
  write(bytes: Uint8Array): void;
}

/** Both sides use it in lock-step, so that a frame never has another one behind it. */
export class FramePipe {
  readonly #pipe: Pipe;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #in = new Uint8Array(1 << 16);
  #out = new Uint8Array(1 << 16);

  constructor(pipe: Pipe) {
    this.#pipe = pipe;
  }

  send(kind: number, numbers: ArrayLike<number>, text: string): void {
    // A lone surrogate would not survive UTF-8.
    const wellFormed = text.isWellFormed();
    const sent = wellFormed ? text : JSON.stringify(text);
    const textAt = HEADER_BYTES + numbers.length * 8;
    // A UTF-16 unit takes three bytes at most.
    this.#growOut(textAt + sent.length * 3);
    const floats = new Float64Array(this.#out.buffer, HEADER_BYTES, numbers.length);
    for (let i = 0; i < numbers.length; i++) floats[i] = numbers[i] as number;
    const end = sent === '' ? textAt : textAt + this.#encoder.encodeInto(sent, this.#out.subarray(textAt)).written;
    new Uint32Array(this.#out.buffer, 0, 4).set([end, kind, numbers.length, wellFormed ? 0 : 1]);
    this.#pipe.write(this.#out.subarray(0, end));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#pipe.write(new Uint8Array(Uint32Array.of(bytes.length + HEADER_BYTES, FRAME.BYTES, 0, 0).buffer));
    this.#pipe.write(bytes);
  }

  /** Its numbers are valid until the next frame. Throws FrameError, also when the pipe has ended. */
  receive(): Frame {
    const bytes = this.#take();
    const [, kind = 0, count = 0, asJson = 0] = new Uint32Array(this.#in.buffer, 0, 4);
    const textAt = HEADER_BYTES + count * 8;
    if (textAt > bytes) throw new FrameError(`${count} numbers in ${bytes} bytes`);
    const text = textAt === bytes ? '' : this.#decoder.decode(this.#in.subarray(textAt, bytes));
    return { kind, numbers: new Float64Array(this.#in.buffer, HEADER_BYTES, count), text: asJson === 0 ? text : readText(text) };
  }

  receiveBytes(): Uint8Array {
    const bytes = this.#take();
    return this.#in.slice(HEADER_BYTES, bytes);
  }

  /** The next frame is at the beginning of `in`; gives its length. */
  #take(): number {
    let have = this.#fill(0, HEADER_BYTES);
    const bytes = new Uint32Array(this.#in.buffer, 0, 1)[0] as number;
    if (bytes < HEADER_BYTES || bytes > MOST_BYTES) throw new FrameError(`a frame of ${bytes} bytes`);
    if (bytes > this.#in.length) {
      const larger = new Uint8Array(Math.max(bytes, 2 * this.#in.length));
      larger.set(this.#in.subarray(0, have));
      this.#in = larger;
    }
    have = this.#fill(have, bytes);
    if (have > bytes) throw new FrameError('more than one frame at a time');
    return bytes;
  }

  /** Reads until so many bytes are there. */
  #fill(have: number, wanted: number): number {
    let reached = have;
    while (reached < wanted) {
      const got = this.#pipe.read(this.#in.subarray(reached));
      if (got <= 0) throw new FrameError('the process has ended by itself, or for want of memory');
      reached += got;
    }
    return reached;
  }

  #growOut(bytes: number): void {
    if (bytes > MOST_BYTES * 3) throw new FrameError(`a frame of up to ${bytes} bytes`);
    if (bytes > this.#out.length) this.#out = new Uint8Array(Math.max(bytes, 2 * this.#out.length));
  }
}

function readText(json: string): string {
  try {
    const text: unknown = JSON.parse(json);
    if (typeof text === 'string') return text;
  } catch {
    // Said below.
  }
  throw new FrameError('a text that is no JSON');
}
