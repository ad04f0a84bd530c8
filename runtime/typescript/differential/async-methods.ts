// Methods are lowered once and run many times: what each call has of its own must stay its own.
const say = (...parts: unknown[]) => console.log(...parts);

class Counter {
  #value = 0;
  static made = 0;
  constructor(readonly step: number) {
    Counter.made++;
  }
  async add(times = 1, ...more: number[]): Promise<number> {
    for (let i = 0; i < times; i++) {
      await null;
      this.#value += this.step;
    }
    return this.#value + more.length + arguments.length;
  }
  async #twice(x: number) {
    await null;
    return x * 2;
  }
  async both(a: number, { b }: { b: number }) {
    const [x, y] = await Promise.all([this.#twice(a), this.#twice(b)]);
    return `${x} ${y} ${this.#value}`;
  }
  static async of(step: number) {
    await null;
    return new this(step);
  }
  async ['comp' + 'uted']() {
    return (await this.add()) > 0;
  }
}
class Doubled extends Counter {
  override async add(times?: number) {
    const own = await super.add(times, 0);
    return own * 2;
  }
}

const one = new Counter(1);
const ten = new Counter(10);
say(one.add.length, one.both.length, Counter.of.length, one.add.name, Counter.of.name);
say(await Promise.all([one.add(2), ten.add(3, 7, 8), one.add()]));
say(await one.both(1, { b: 2 }), await ten.both(3, { b: 4 }));
say(await new Doubled(5).add(2), await (await Doubled.of(3)).add(1), Counter.made);
say(await (one as unknown as { computed(): Promise<boolean> }).computed());

// A default that throws rejects, and does not throw.
const faulty = {
  async read(key: string = (() => { throw new Error('no key'); })()) {
    return key;
  },
};
const promise = faulty.read();
say(await promise.catch((error: Error) => error.message), await faulty.read('x'));

// Each round of a loop, each call of a factory, each class has its own.
const made: { get(): Promise<string> }[] = [];
for (let i = 0; i < 3; i++) {
  const base = i * 100;
  made.push({
    async get() {
      await null;
      return `${i} ${base}`;
    },
  });
}
for (const name of ['a', 'b']) {
  const named = { async get() { return name; } };
  made.push(named);
}
const factory = (x: number) => ({ async get() { return `arrow ${x}`; } });
function plain(x: number) {
  return { async get() { return `plain ${x}`; } };
}
const mixin = (tag: string) => {
  const Made = class Own {
    async get() {
      await null;
      return `${tag} ${Own.name} ${this instanceof Own}`;
    }
  };
  return new Made();
};
made.push(factory(1), factory(2), plain(3), plain(4), mixin('m'), mixin('n'));
say(await Promise.all(made.map((each) => each.get())));

// `this` is who it is called on.
const borrowed = { label: 'borrowed', get: { label: 'own', async tell(this: { label: string }) { await null; return this.label; } }.tell };
say(await borrowed.get(), await borrowed.get.call({ label: 'called' }), await borrowed.get.bind({ label: 'bound' })());

// Itself, and several at once that have not ended.
const tree = {
  async depth(n: number): Promise<number> {
    if (n === 0) return 0;
    const [left, right] = await Promise.all([this.depth(n - 1), this.depth(n - 1)]);
    return left + right + 1;
  },
};
say(await tree.depth(6));

class Fields {
  handlers = { async on(x: number) { return x + 1; } };
  arrow = async () => this.handlers.on(1);
  static shared = { async on() { return 'static'; } };
}
say(await new Fields().handlers.on(2), await new Fields().arrow(), await Fields.shared.on());
say(await new (class { async whole() { return typeof new.target; } })().whole());
say(Object.getOwnPropertyNames(Counter.prototype).join(), 'prototype' in one.both, Object.keys(faulty).join());
