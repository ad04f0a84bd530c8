import PQueue, { TimeoutError } from 'p-queue';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const queue = new PQueue({ concurrency: 2 });
queue.on('idle', () => console.log('idle'));
const task = (name: string, ms: number) => async () => {
  console.log(`start ${name}`);
  await sleep(ms);
  console.log(`end ${name}`);
  return name;
};
const results = [
  queue.add(task('a', 40)),
  queue.add(task('b', 600)),
  queue.add(task('low', 20), { priority: 0 }),
  queue.add(task('high', 20), { priority: 1 }),
];
console.log(`size ${queue.size}, pending ${queue.pending}`);
console.log(JSON.stringify(await Promise.all(results)));
await queue.onIdle();

const paced = new PQueue({ interval: 100, intervalCap: 2 });
const started = performance.now();
await Promise.all(
  [1, 2, 3, 4, 5].map((n) =>
    paced.add(async () => console.log(`paced ${n} ${performance.now() - started >= Math.floor((n - 1) / 2) * 95}`)),
  ),
);

const strict = new PQueue({ concurrency: 1, timeout: 30 });
try {
  await strict.add(() => sleep(500));
} catch (error) {
  console.log(error instanceof TimeoutError, (error as Error).name);
}
const paused = new PQueue({ autoStart: false });
const later = paused.add(async () => 'later');
console.log(`paused ${paused.isPaused}, size ${paused.size}`);
paused.start();
console.log(await later);
const controller = new AbortController();
const aborted = strict.add(() => sleep(10), { signal: controller.signal });
const second = strict.add(async () => 'never', { signal: controller.signal });
controller.abort(new Error('enough'));
console.log(
  JSON.stringify(
    (await Promise.allSettled([aborted, second])).map((each) => (each.status === 'rejected' ? `${each.reason}` : each.status)),
  ),
);
