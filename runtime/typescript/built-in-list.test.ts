import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { EVENT } from '#engine/guest-port.ts';
import { bundleKernel } from './bundle-kernel.ts';
import * as compiler from './compiler/compiler-entry.ts';
import { BUILT_INS } from './kernel/built-in-list.ts';
import { COSTS, runProgram } from './testing/run-program.ts';
import { type Realm, TypeScriptGuest } from './typescript-guest.ts';

const LIST = new Map(
  BUILT_INS.trim()
    .split(/\n(?! )/)
    .map((entry) => {
      const [path, ...names] = entry.split(/:?\s+/) as [string, ...string[]];
      return [path, names];
    }),
);
const HIDDEN: Readonly<Record<string, string>> = {
  TypedArray: 'Object.getPrototypeOf(Int8Array)',
  'TypedArray.prototype': 'Object.getPrototypeOf(Int8Array.prototype)',
  'Iterator.prototype': 'Object.getPrototypeOf(Object.getPrototypeOf([].values()))',
  'ArrayIterator.prototype': 'Object.getPrototypeOf([].values())',
  'MapIterator.prototype': 'Object.getPrototypeOf(new Map().values())',
  'SetIterator.prototype': 'Object.getPrototypeOf(new Set().values())',
  'StringIterator.prototype': "Object.getPrototypeOf(''[Symbol.iterator]())",
  'RegExpStringIterator.prototype': "Object.getPrototypeOf('a'.matchAll(/a/g))",
  'GeneratorFunction.prototype': 'Object.getPrototypeOf(function* () {})',
  'Generator.prototype': 'Object.getPrototypeOf(function* () {}).prototype',
};
const NEWER = `
Object.groupBy = Map.groupBy = Array.fromAsync = Math.sumPrecise = JSON.rawJSON = RegExp.escape = Error.isError = () => 'newer';
Set.prototype.union = Map.prototype.getOrInsert = ArrayBuffer.prototype.transfer = Uint8Array.fromBase64 = Intl.DurationFormat = function () { return 'newer'; };
const iterators = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
iterators.map = iterators[Symbol.for('newer')] = () => 'newer';
globalThis.Iterator = function Iterator() {};
`;
const PROBE = `
const found = [Object.groupBy, Map.groupBy, Array.fromAsync, Math.sumPrecise, JSON.rawJSON, RegExp.escape, Error.isError, new Set().union, new Map().getOrInsert,
  new ArrayBuffer(1).transfer, Uint8Array.fromBase64, Intl.DurationFormat, [].values().map, [].values()[Symbol.for('newer')], globalThis.Iterator, RegExp.$1];
export default () => null;
if (found.some((each) => each !== undefined)) throw new Error(String(found));
console.log(found.length, typeof Symbol.dispose, Symbol.asyncDispose.toString());
`;

describe('programs meet the same built-ins on every engine', () => {
  it('those of the list', async () => {
    const show =
      "(o) => Reflect.ownKeys(o).map((k) => (typeof k === 'string' ? k : k.description.replace('Symbol.', '@@'))).sort().join(' ')";
    const lines = [...LIST.keys()].map((path) => `console.log(${JSON.stringify(path)}, show(${HIDDEN[path] ?? path}));`);
    const printed = (await runProgram(`const show = ${show};\n${lines.join('\n')}\nexport default () => null;`)).lines;
    expect(printed).toEqual([...LIST].map(([path, names]) => `${path} ${names.sort().join(' ')}`));
  });

  it('and nothing of what an engine newer than Node 20 has besides', async () => {
    const context = createContext(Object.create(null));
    runInContext(NEWER, context);
    const guest = new TypeScriptGuest(runInContext(await bundleKernel(process.cwd()), context) as Realm, '{}', compiler);
    const files = { 'main.ts': PROBE };
    guest.load({ files, workers: 1, seed: 1, env: {}, costs: COSTS, threadTokens: 4, cpuCount: 2, memoryBytes: 384e6 });
    const turn = guest.turn({ worker: 0, startNs: 0, horizonNs: 1e9, events: [EVENT.STARTUP, 0, 0, 0], texts: [''] }, () => {
      throw new Error('no blocking calls here');
    });
    expect(turn.texts.join('\n')).toContain('16 symbol Symbol(Symbol.asyncDispose)');
  });
});
