// Which characters a class, an escape or a single character stands for: the engine is asked, once for each character.

export class CharacterSet {
  readonly source: string;
  readonly #one: RegExp;
  /** 0: not asked yet, 1: no, 2: yes. */
  readonly #low = new Uint8Array(256);
  readonly #high = new Map<number, boolean>();

  constructor(source: string, flags: string) {
    this.source = source;
    this.#one = new RegExp(`^(?:${source})$`, flags.replace(/[^iuvs]/g, ''));
  }

  has(code: number): boolean {
    if (code < 256) {
      const known = this.#low[code] as number;
      if (known !== 0) return known === 2;
      const found = this.#one.test(String.fromCharCode(code));
      this.#low[code] = found ? 2 : 1;
      return found;
    }
    let found = this.#high.get(code);
    if (found === undefined) {
      found = this.#one.test(String.fromCodePoint(code));
      if (this.#high.size < 10_000) this.#high.set(code, found);
    }
    return found;
  }

  /** It has nothing beyond ASCII. */
  get isNarrow(): boolean {
    return /^(?:[^\\[\].^$\u0080-\uffff]|\\[dwtnrfv0\\/.*+?()[\]{}|^$@-]|\[(?!\^)(?:[^\\\]\u0080-\uffff]|\\[dwtnrfv\\/.*+?()[\]{}|^$@-])*\])$/.test(
      this.source,
    );
  }

  /** Whether one character is in both, as far as that is known: else it is said to be. */
  overlaps(other: CharacterSet): boolean {
    if (!this.isNarrow && !other.isNarrow) return true;
    for (let code = 0; code < 128; code++) if (this.has(code) && other.has(code)) return true;
    return false;
  }
}
