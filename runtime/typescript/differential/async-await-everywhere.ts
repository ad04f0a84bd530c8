const v = <T>(x: T, ms = 0) => new Promise<T>((r) => (ms ? setTimeout(r, ms, x) : r(x)));
const log = (...a: unknown[]) => console.log(a.join(' '));
async function all() {
  if (await v(true)) log('if'); else log('no');
  log(`template ${await v('a')} ${await v('b', 2)}`);
  log(...(await v([1, 2])), ...[await v(3)]);
  const { a = await v('default'), b: [c = await v('inner'), ...rest] = await v([undefined, 1, 2]) } = await v({} as any);
  log(a, c, rest);
  const object = { [await v('key')]: await v(1), ...(await v({ spread: 2 })), get x() { return 3; } };
  log(JSON.stringify(object));
  for (let i = await v(0); i < (await v(2)); i += await v(1)) log('for', i);
  for (const x of await v(['p', 'q'])) log(x);
  for (const k in await v({ k1: 1 })) log(k);
  let n = 0; while (await v(n < 2)) n++; do { n--; } while (await v(n > 0)); log('n', n);
  switch (await v(2)) { case await v(1): log('one'); break; case await v(2): log('two'); case 3: log('falls'); break; default: log('default'); }
  log((await v(1)) + (await v(2, 1)) * (await v(3)), (await v(null)) ?? (await v('nullish')), (await v(0)) || (await v('or')), (await v(0)) && log('never'));
  log((await v(true)) ? await v('yes') : await v('no'), typeof (await v('s')), !(await v(0)), -(await v(5)), await await v(v('double')));
  const array = [1, 2, 3]; array[await v(1)] += await v(10); log(array);
  let x = 1; x += await v((x = 10)); log('x', x);
  const o = { f(y: number) { return this.z + y; }, z: 1 }; log(o.f(await v(4)), o?.f?.(await v(5)), (await v(o)).f(await v(6)));
  log((await v((q: string) => q + '!'))(await v('called')), new (await v(Date))(await v(0)).getTime(), await (await v(async () => 'inner'))());
  try { throw await v('thrown'); } catch (e) { log(e, await v('in catch')); } finally { log(await v('in finally')); }
  log((await v(1), await v('comma')), [await v('in')].length, 'k' in (await v({ k: 1 })), (await v(new Map())) instanceof Map, delete (await v({ d: 1 } as any)).d);
  ((s: any, ...p: unknown[]) => log(s.raw.join('|'), p))`a${await v(1)}b${await v(2)}c`;
  return await v('end');
}
log(await all());
