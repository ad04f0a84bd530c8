class Base { name = 'base'; async hello(greeting: string) { await null; return `${greeting} from ${this.name}`; } get tag() { return 'tag:' + this.name; } static async make() { await null; return new this(); } }
class Heir extends Base {
  name = 'heir';
  async hello(greeting: string) { const inner = async () => { await null; return super.hello(greeting + '!'); }; return (await inner()) + ' / ' + super.tag; }
  static async make() { const made = await super.make(); (made as any).extra = this.name; return made; }
  arrow = async () => { await null; return this.name; };
}
const heir = await Heir.make();
console.log(heir.constructor.name, (heir as any).extra, await heir.hello('hi'));
const { arrow } = heir as any; console.log(await arrow());
function outer(this: any, ..._: unknown[]) { return (async () => { await null; return [this.v, arguments.length, arguments[0], new.target === undefined].join(); })(); }
console.log(await outer.call({ v: 1 }, 'a', 'b'));
const object = { v: 2, async method() { await null; return this.v; }, nested() { return { v: 3, arrow: async () => { await null; return this.v; } }; } };
console.log(await object.method(), await object.nested().arrow());
const { method } = object; await method().catch((e) => console.log(e.constructor.name));
async function ownArguments(a?: number) { arguments[0] = 9; await null; return [arguments.length, a].join(); }
console.log(await ownArguments(1));
const proto = { async greet() { return 'proto'; } };
const child = { __proto__: proto, async greet() { return 'child of ' + (await super.greet()); } } as any;
console.log(await child.greet());
class New { made: any; constructor() { this.made = (async () => { await null; return new.target.name; })(); } }
console.log(await new New().made);
