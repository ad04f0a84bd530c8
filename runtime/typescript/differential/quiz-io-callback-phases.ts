import { existsSync, readFile, readFileSync, promises } from 'node:fs';
import { fileURLToPath } from 'node:url';
const here = fileURLToPath(import.meta.url); const self = new URL(import.meta.url);
setImmediate(() => console.log('immediate of main'));
readFile(self, () => {
  console.log('read');
  setTimeout(() => console.log('timeout in callback'), 0);
  setImmediate(() => { console.log('immediate in callback'); process.nextTick(() => console.log('tick in immediate')); Promise.resolve().then(() => console.log('promise in immediate')); });
  process.nextTick(() => console.log('tick in callback')); Promise.resolve().then(() => console.log('promise in callback')); queueMicrotask(() => console.log('microtask in callback'));
  setTimeout(async () => {
    console.log(existsSync(self), existsSync('/nowhere/missing.txt'), readFileSync(here, 'utf8').includes('of main'));
    const text = await promises.readFile(self, 'utf8'); console.log(text.includes('phases') || text.includes('sync'), (await promises.readFile(self)) instanceof Buffer);
    readFile('/nowhere/missing.txt', 'utf8', (e: any) => console.log(e.code, e.message)); await promises.readFile('/nowhere/x').catch((e) => console.log(e.code, e.syscall));
    try { readFileSync('/nowhere/missing.txt'); } catch (e: any) { console.log(e.message); } try { (readFile as any)(self); } catch (e: any) { console.log(e.code, e.message); }
  }, 50);
});
process.nextTick(() => console.log('tick')); console.log('sync');
