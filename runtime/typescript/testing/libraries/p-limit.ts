import pLimit, { limitFunction } from 'p-limit';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const limit = pLimit(2);
let active = 0;
let most = 0;
const work = async (i: number, ms: number) => {
  active++;
  most = Math.max(most, active);
  await sleep(ms);
  active--;
  console.log(`done ${i}`);
  return i * i;
};
const all = [150, 30, 600, 30, 30].map((ms, i) => limit(work, i, ms));
await Promise.resolve();
console.log(`active ${limit.activeCount}, pending ${limit.pendingCount}`);
console.log(JSON.stringify(await Promise.all(all)), `most ${most}`);
try {
  await limit(async () => {
    throw new RangeError('inside');
  });
} catch (error) {
  console.log(`${error}`, error instanceof RangeError);
}
try {
  pLimit(0);
} catch (error) {
  console.log(`${error}`);
}
console.log(JSON.stringify(await limit.map([3, 4], async (n: number) => n + 1)));
const one = limitFunction(async (n: number) => n * 2, { concurrency: 1 });
console.log(await one(21));
const [first, second] = [limit(work, 8, 20), limit(work, 9, 200)];
limit(work, 10, 20);
await Promise.resolve();
limit.clearQueue();
await Promise.all([first, second]);
console.log(`left ${limit.pendingCount}`);
