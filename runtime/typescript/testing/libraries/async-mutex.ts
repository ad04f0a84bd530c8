import { E_CANCELED, E_TIMEOUT, Mutex, Semaphore, tryAcquire, withTimeout } from 'async-mutex';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const mutex = new Mutex();
let balance = 10;
const spend = (amount: number) =>
  mutex.runExclusive(async () => {
    const before = balance;
    await sleep(10);
    balance = before - amount;
    return balance;
  });
console.log(JSON.stringify(await Promise.all([spend(1), spend(2), spend(3)])), balance, mutex.isLocked());

const release = await mutex.acquire();
try {
  await withTimeout(mutex, 20).acquire();
} catch (error) {
  console.log(error === E_TIMEOUT, `${error}`);
}
try {
  await withTimeout(mutex, 20, new Error('my own')).acquire();
} catch (error) {
  console.log(`${error}`);
}
try {
  await tryAcquire(mutex).runExclusive(() => 1);
} catch (error) {
  console.log(`${error}`);
}
const waiting = mutex.acquire();
mutex.cancel();
await waiting.catch((error) => console.log(error === E_CANCELED));
release();

const semaphore = new Semaphore(2);
let most = 0;
let active = 0;
await Promise.all(
  [1, 2, 3, 4, 5].map((n) =>
    semaphore.runExclusive(async (value) => {
      most = Math.max(most, ++active);
      await sleep(10);
      active--;
      console.log(`n ${n}, value ${value}`);
    }),
  ),
);
console.log(`most ${most}, value ${semaphore.getValue()}`);
const [value, giveBack] = await semaphore.acquire(2);
console.log(value, semaphore.isLocked());
semaphore.waitForUnlock().then(() => console.log('unlocked'));
giveBack();
await sleep(1);
