import { LRUCache } from 'lru-cache';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const cache = new LRUCache<string, number>({ max: 2, dispose: (value, key, reason) => console.log(`${key} ${value} ${reason}`) });
cache.set('a', 1).set('b', 2);
cache.get('a');
cache.set('c', 3);
console.log(JSON.stringify([...cache.entries()]), cache.has('b'), cache.size, cache.peek('a'));

const fresh = new LRUCache<string, string>({ max: 10, ttl: 500, ttlAutopurge: false });
fresh.set('price', '12');
await sleep(20);
console.log(fresh.get('price'), fresh.getRemainingTTL('price') > 0);
await sleep(700);
console.log(fresh.get('price'), fresh.size);

let calls = 0;
const shared = new LRUCache<number, string>({
  max: 10,
  ttl: 50,
  fetchMethod: async (key) => {
    calls++;
    await sleep(20);
    if (key < 0) throw new Error('no such key');
    return `fetched ${key}`;
  },
});
console.log(JSON.stringify(await Promise.all([shared.fetch(1), shared.fetch(1), shared.fetch(2)])), calls);
await shared.fetch(-1).catch((error) => console.log(`${error}`));
await sleep(150);
console.log(await shared.fetch(1), calls);

const sized = new LRUCache<string, string>({ maxSize: 10, sizeCalculation: (value) => value.length });
sized.set('x', '12345').set('y', '1234').set('z', '123');
console.log([...sized.keys()].join(), sized.calculatedSize);
try {
  new LRUCache({} as never);
} catch (error) {
  console.log(`${error}`);
}
