import { isEven } from './even.js';
import './first.js';
console.log(isEven(10), isEven(7));
// file: even.ts
import { isOdd } from './odd.js';
console.log('even evaluates', typeof isOdd);
export function isEven(n: number): boolean { return n === 0 || isOdd(n - 1); }
// file: odd.ts
import { isEven } from './even.js';
console.log('odd evaluates', typeof isEven);
export function isOdd(n: number): boolean { return n !== 0 && isEven(n - 1); }
// file: first.ts
import { second } from './second.js'; export const first = 'first'; console.log(second());
// file: second.ts
import { first } from './first.js';
try { console.log(first); } catch (e: any) { console.log(e.name); }
export const second = () => 'second sees ' + first;
