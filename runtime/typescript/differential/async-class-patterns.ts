abstract class Service { protected constructor(protected readonly name: string) {} abstract run(n: number): Promise<string>; static async create<T extends Service>(this: new () => T): Promise<T> { const made = new this(); await made.init(); return made; } protected async init() { console.log('init', this.name); } }
class Echo extends Service { #calls = 0; constructor() { super('echo'); } async run(n: number) { this.#calls++; await null; return `${this.name} ${n} after ${this.#calls}`; } protected async init() { await super.init(); console.log('Echo ready'); } get calls() { return this.#calls; } }
const echo = await Echo.create();
console.log(await Promise.all([echo.run(1), echo.run(2)]), echo.calls, echo instanceof Service, Object.keys(echo));
class Thenable { constructor(private readonly v: number) {} then<R>(ok: (v: number) => R) { return Promise.resolve(this.v).then(ok); } }
console.log(await new Thenable(7), await Promise.all([new Thenable(8), 9]));
const lazy = { get value() { return Promise.resolve('lazy'); }, async *items() { yield 1; yield 2; }, async ['dyn' + 1]() { return 'dynamic'; } };
console.log(await lazy.value, await lazy.dyn1()); for await (const x of lazy.items()) console.log(x);
console.log(Echo.name, echo.run.name, Service.prototype.constructor === Service, Object.getOwnPropertyNames(Echo.prototype));
