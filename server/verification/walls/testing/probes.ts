// What a hostile program would try if it could run any JavaScript in the guest's process: each probe says "reached: ..." where it got through.
import { speaking } from './speaking.ts';

export interface Targets {
  /** Holds secret.txt. */
  readonly folder: string;
  /** Somebody listens there. */
  readonly port: number;
  /** Of a process that must not hear of it. */
  readonly pid: number;
}

export function probes({ folder, port, pid }: Targets): string {
  const file = JSON.stringify(`${folder}/secret.txt`);
  const target = JSON.stringify(`${folder}/written.txt`);
  const script = `
const outcomes = {};
// What is refused in a callback of its own must not end the others.
addEventListener('error', (event) => event.preventDefault());
addEventListener('unhandledrejection', (event) => event.preventDefault());
(await import('node:process')).default.on('uncaughtException', () => {});
async function probe(name, attempt) {
  const late = new Promise((resolve) => setTimeout(resolve, 1500, 'nothing came'));
  try {
    const got = await Promise.race([Promise.resolve().then(attempt), late]);
    outcomes[name] = got === 'nothing came' || got === undefined || got === null || got === false ? 'nothing' : 'reached: ' + String(got).slice(0, 80);
  } catch (error) {
    outcomes[name] = 'refused: ' + String(error?.message ?? error).slice(0, 80);
  }
}
const required = async (name) => (await import('node:module')).createRequire('file:///tmp/x.js')(name);
await probe('Deno.readTextFileSync', () => Deno.readTextFileSync(${file}));
await probe('Deno.readTextFile passwd', () => Deno.readTextFile('/etc/passwd'));
await probe('Deno.readDirSync', () => [...Deno.readDirSync('/')].length);
await probe('Deno.statSync', () => Deno.statSync(${file}).size);
await probe('Deno.writeTextFileSync', () => { Deno.writeTextFileSync(${target}, 'x'); return 'written'; });
await probe('Deno.makeTempFileSync', () => Deno.makeTempFileSync());
await probe('Deno.symlinkSync', () => { Deno.symlinkSync(${file}, 'link'); return 'linked'; });
await probe('Deno.env', () => Deno.env.get('SURGE_CANARY'));
await probe('Deno.env.toObject', () => JSON.stringify(Deno.env.toObject()));
await probe('process.env', async () => (await import('node:process')).default.env.SURGE_CANARY);
await probe('node:fs', async () => (await import('node:fs')).readFileSync(${file}, 'utf8'));
await probe('node:fs environ', async () => (await import('node:fs')).readFileSync('/proc/self/environ', 'utf8'));
await probe('file: fetch', async () => await (await fetch('file://' + ${file})).text());
await probe('file: import', async () => (await import('file://' + ${file}, { with: { type: 'text' } })).default);
await probe('http: import', async () => (await import('http://127.0.0.1:${port}/x.js')).default);
await probe('data: import of a file', async () => (await import('data:text/javascript,export { default } from "file://' + ${file} + '" with { type: "text" }')).default);
await probe('npm: import', async () => Object.keys(await import('npm:left-pad')).length);
await probe('require', async () => (await required('fs')).readFileSync(${file}, 'utf8'));
await probe('fetch', async () => (await fetch('http://127.0.0.1:${port}/')).status);
await probe('Deno.connect', async () => { const c = await Deno.connect({ port: ${port} }); c.close(); return 'connected'; });
await probe('WebSocket', () => new Promise((resolve, reject) => { const s = new WebSocket('ws://127.0.0.1:${port}/'); s.onopen = () => resolve('open'); s.onerror = reject; }));
await probe('node:net', async () => { const net = await import('node:net'); return await new Promise((resolve, reject) => net.connect(${port}, '127.0.0.1', () => resolve('connected')).on('error', reject)); });
await probe('node:dgram', async () => { const dgram = await import('node:dgram'); const s = dgram.createSocket('udp4'); return await new Promise((resolve, reject) => { s.on('error', reject); s.send('x', ${port}, '127.0.0.1', (e) => e ? reject(e) : resolve('sent')); }); });
await probe('Deno.resolveDns', () => Deno.resolveDns('localhost', 'A'));
await probe('Deno.serve', () => { const s = Deno.serve({ port: 0, onListen() {} }, () => new Response('')); s.shutdown(); return 'listening'; });
await probe('Deno.Command', () => new TextDecoder().decode(new Deno.Command('id').outputSync().stdout));
await probe('child_process', async () => (await import('node:child_process')).execSync('id').toString());
await probe('Deno.kill', () => { Deno.kill(${pid}, 'SIGCONT'); return 'signalled'; });
await probe('process.kill', async () => { (await import('node:process')).default.kill(${pid}, 0); return 'signalled'; });
await probe('Deno.dlopen', () => { Deno.dlopen('/lib/x86_64-linux-gnu/libc.so.6', { getpid: { parameters: [], result: 'i32' } }); return 'loaded'; });
await probe('process.dlopen', async () => { (await import('node:process')).default.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6'); return 'loaded'; });
await probe('Deno.hostname', () => Deno.hostname());
await probe('os.userInfo', async () => (await import('node:os')).userInfo().username);
await probe('node:sqlite', async () => { const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync(${target}).exec('create table t(x)'); return 'written'; });
await probe('node:sqlite ATTACH', async () => { const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync(':memory:').exec('ATTACH ' + JSON.stringify(${target}) + ' AS other; create table other.t(x)'); return 'written'; });
await probe('inspector', async () => { const i = await import('node:inspector'); i.open(0); return i.url(); });
await probe('Worker', () => new Promise((resolve, reject) => {
  const w = new Worker('data:text/javascript,try { postMessage(Deno.readTextFileSync(' + encodeURIComponent(JSON.stringify(${file})) + ')) } catch (e) { postMessage(null) }', { type: 'module' });
  w.onmessage = (m) => resolve(m.data); w.onerror = (e) => { e.preventDefault(); reject(new Error(e.message)); };
}));
await probe('Deno.permissions.request', async () => { const { state } = await Deno.permissions.request({ name: 'read' }); return state === 'granted' ? state : null; });
answer(outcomes);
`;
  return speaking(script);
}
