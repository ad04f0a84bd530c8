import DataLoader from 'dataloader';

const batches: string[] = [];
const loader = new DataLoader<number, string>(async (keys) => {
  batches.push(keys.join());
  await new Promise((resolve) => setTimeout(resolve, 10));
  return keys.map((key) => (key < 0 ? new RangeError(`no ${key}`) : `user ${key}`));
});
const friends = async (id: number) => {
  const user = await loader.load(id);
  const friend = await loader.load(id + 10);
  return `${user} knows ${friend}`;
};
console.log(JSON.stringify(await Promise.all([friends(1), friends(2), friends(1)])));
console.log(JSON.stringify(batches));
const settled = await Promise.allSettled([loader.load(-1), loader.load(5)]);
console.log(settled.map((each) => (each.status === 'rejected' ? `${each.reason}` : each.value)).join());
console.log(JSON.stringify((await loader.loadMany([1, -2])).map(String)));
loader.clear(1).prime(1, 'primed');
console.log(await loader.load(1), JSON.stringify(batches));
const sized = new DataLoader(async (keys: readonly string[]) => keys.map((key) => key.length), { maxBatchSize: 2, cache: false });
console.log(JSON.stringify(await sized.loadMany(['a', 'bb', 'ccc', 'a'])));
try {
  await new DataLoader<number, number>(async () => [1]).loadMany([1, 2]).then((all) => console.log(String(all[0]).split('\n')[0]));
  // @ts-expect-error: no key
  loader.load(null);
} catch (error) {
  console.log(`${error}`);
}
