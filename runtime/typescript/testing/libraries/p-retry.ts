import pRetry, { AbortError, makeRetriable } from 'p-retry';

const started = performance.now();
let calls = 0;
const answer = await pRetry(
  async (attempt) => {
    calls++;
    console.log(`attempt ${attempt}`);
    if (attempt < 3) throw new Error(`failed ${attempt}`);
    return 'fine';
  },
  {
    retries: 5,
    minTimeout: 120,
    factor: 2,
    onFailedAttempt: ({ error, attemptNumber, retriesLeft }) =>
      console.log(`${error.message}, attempt ${attemptNumber}, left ${retriesLeft}`),
  },
);
console.log(answer, calls, performance.now() - started >= 355);

for (const make of [() => new AbortError('stop'), () => new TypeError('a mistake'), () => new TypeError('fetch failed')]) {
  let tries = 0;
  try {
    await pRetry(
      () => {
        tries++;
        throw make();
      },
      { retries: 1, minTimeout: 10 },
    );
  } catch (error) {
    console.log(`${error}`, tries);
  }
}
const controller = new AbortController();
setTimeout(() => controller.abort(new Error('too long')), 50);
try {
  await pRetry(() => Promise.reject(new Error('again')), { retries: 10, minTimeout: 300, signal: controller.signal });
} catch (error) {
  console.log(`${error}`);
}
const reliable = makeRetriable(async (n: number) => n + 1, { retries: 1 });
console.log(await reliable(1));
