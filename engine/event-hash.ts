// Rolling 64-bit hash in two 32-bit lanes: equal runs have equal hashes, and where they part a hash of the prefix tells.

export class EventHash {
  #high = 0x6a09e667;
  #low = 0xbb67ae85;

  /** Takes in a finite number: its 53 integer bits matter, fractions do not. */
  number(value: number): void {
    const whole = Math.floor(Math.abs(value));
    this.#word(whole >>> 0);
    this.#word(Math.floor(whole / 4_294_967_296) ^ (value < 0 ? 0x80000000 : 0));
  }

  text(value: string): void {
    // FNV-1a over the UTF-16 units, then one word of the rolling hash.
    let hash = 0x811c9dc5;
    for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193);
    this.#word(value.length);
    this.#word(hash);
  }

  /** 16 hex digits. */
  digest(): string {
    const hex = (x: number) => (x >>> 0).toString(16).padStart(8, '0');
    return hex(this.#high) + hex(this.#low);
  }

  #word(word: number): void {
    this.#low = Math.imul(this.#low ^ word, 0x85ebca6b);
    this.#low ^= this.#low >>> 13;
    this.#high = Math.imul(this.#high ^ this.#low, 0xc2b2ae35);
    this.#high ^= this.#high >>> 16;
    this.#low = (this.#low + this.#high) | 0;
  }
}
