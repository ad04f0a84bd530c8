// Math with the guest's own randomness, and with functions that have the same last digit on every engine.
import { EXACT } from '../kernel/exact/functions.ts';
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { random } from './random.ts';

const TWO_53 = 2 ** 53;

/** 53 bits, as engines make them. */
function mathRandom(): number {
  const stream = random();
  return ((stream.bits() >>> 5) * 67_108_864 + (stream.bits() >>> 6)) / TWO_53;
}
Object.defineProperty(mathRandom, 'name', { value: 'random' });

/** Takes what it is given as a number. */
function asBuiltIn(name: string, of: (...values: number[]) => number): PropertyDescriptor {
  const value = {
    [name]: (...given: unknown[]) =>
      Reflect.apply(
        of,
        undefined,
        given.map((each) => +(each as number)),
      ),
  }[name] as object;
  const { length } = (Math as unknown as Record<string, { readonly length: number }>)[name] as { readonly length: number };
  Object.defineProperty(value, 'length', { value: length, configurable: true });
  return { value, writable: true, enumerable: false, configurable: true };
}

const properties = {
  ...Object.getOwnPropertyDescriptors(Math),
  ...Object.fromEntries(Object.entries(EXACT).map(([name, of]) => [name, asBuiltIn(name, of)])),
  random: { value: mathRandom, writable: true, enumerable: false, configurable: true },
};

GLOBAL_MAKERS.push(() => ({ Math: Object.create(Object.prototype, properties) as Math }));
