// Frontend messages of the Postgres wire protocol (version 3), text format only, gathered into one batch for one call.

const encoder = new TextEncoder();

export class WireWriter {
  private buffer = new Uint8Array(16_384);
  private length = 0;

  /** The batch so far; valid until the next write. */
  take(): Uint8Array {
    const batch = this.buffer.subarray(0, this.length);
    this.length = 0;
    return batch;
  }

  query(sql: string): this {
    return this.message(0x51, () => this.text(sql));
  }

  /** Unnamed statement; Postgres resolves the types of parameters. */
  parse(sql: string): this {
    return this.message(0x50, () => {
      this.byte(0);
      this.text(sql);
      this.int16(0);
    });
  }

  /** Types of parameters and columns of the unnamed statement. */
  describe(): this {
    return this.message(0x44, () => {
      this.byte(0x53);
      this.byte(0);
    });
  }

  bind(values: readonly (string | null)[]): this {
    return this.message(0x42, () => {
      this.byte(0);
      this.byte(0);
      this.int16(0);
      this.int16(values.length);
      for (const value of values) this.value(value);
      this.int16(0);
    });
  }

  execute(): this {
    return this.message(0x45, () => {
      this.byte(0);
      this.int32(0);
    });
  }

  sync(): this {
    return this.message(0x53, () => {});
  }

  private message(kind: number, body: () => void): this {
    this.byte(kind);
    const start = this.length;
    this.int32(0);
    body();
    this.patchInt32(start, this.length - start);
    return this;
  }

  private value(value: string | null): void {
    if (value === null) {
      this.int32(-1);
      return;
    }
    const start = this.length;
    this.int32(0);
    this.raw(value);
    this.patchInt32(start, this.length - start - 4);
  }

  private text(value: string): void {
    this.raw(value);
    this.byte(0);
  }

  private raw(value: string): void {
    this.reserve(value.length * 3);
    this.length += encoder.encodeInto(value, this.buffer.subarray(this.length)).written;
  }

  private byte(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }

  private int16(value: number): void {
    this.byte(value >> 8);
    this.byte(value);
  }

  private int32(value: number): void {
    this.int16(value >> 16);
    this.int16(value);
  }

  private patchInt32(at: number, value: number): void {
    this.buffer[at] = value >> 24;
    this.buffer[at + 1] = value >> 16;
    this.buffer[at + 2] = value >> 8;
    this.buffer[at + 3] = value;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + bytes));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}
