const tick = () => new Promise<void>((r) => setTimeout(r, 1));
async function labels() {
  outer: for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) { await tick(); if (j === 1 && i === 0) continue outer; if (i === 2) break outer; if (j === 2) break; console.log(i + ',' + j); }
    console.log('row ' + i);
  }
  block: { await tick(); if (true) break block; console.log('never'); }
  return 'labels done';
}
console.log(await labels());
async function tries() {
  const seen: unknown[] = [];
  for (let i = 0; i < 4; i++) {
    try { if (i === 0) continue; if (i === 1) throw new Error('e' + i); if (i === 3) break; await tick(); seen.push('body ' + i); }
    catch (e: any) { await tick(); seen.push(e.message); }
    finally { await tick(); seen.push('finally ' + i); }
  }
  try { try { throw 1; } finally { await tick(); seen.push('inner'); } } catch (e) { seen.push('outer ' + e); }
  const f = async () => { try { return await Promise.reject('r'); } catch (e) { return 'caught ' + e; } finally { seen.push('f'); } };
  seen.push(await f());
  const g = async () => { try { return Promise.reject('not caught here'); } catch { return 'never'; } };
  await g().catch((e) => seen.push(e));
  const swallow = async () => { while (true) { try { return 'a'; } finally { break; } } return 'b'; };
  seen.push(await swallow());
  return seen.join(' | ');
}
console.log(await tries());
const closures: (() => number)[] = [];
for (let i = 0; i < 3; i++) { await tick(); closures.push(() => i); i += 0; }
console.log(closures.map((f) => f()).join());
var functions: any[] = []; for (var k = 0; k < 3; k++) { await tick(); functions.push(async () => k); }
console.log((await Promise.all(functions.map((f) => f()))).join());
for (const x of [1, 2]) setTimeout(async () => { await null; console.log('closure ' + x); }, 3);
switch (await Promise.resolve('b')) { case 'a': let q = 1; console.log(q); case 'b': await tick(); console.log('b'); default: console.log('default'); }
