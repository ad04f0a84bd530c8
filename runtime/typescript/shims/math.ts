// Math with the guest's own randomness.
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { random } from './random.ts';

const TWO_53 = 2 ** 53;

/** 53 bits, as engines make them. */
function mathRandom(): number {
  const stream = random();
  return ((stream.bits() >>> 5) * 67_108_864 + (stream.bits() >>> 6)) / TWO_53;
}
Object.defineProperty(mathRandom, 'name', { value: 'random' });

const properties = {
  ...Object.getOwnPropertyDescriptors(Math),
  random: { value: mathRandom, writable: true, enumerable: false, configurable: true },
};

GLOBAL_MAKERS.push(() => ({ Math: Object.create(Object.prototype, properties) as Math }));
