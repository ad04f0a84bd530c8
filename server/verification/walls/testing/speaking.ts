// Programs for the guest's place that know the pipe: what a guest that has taken over its process could say.

/** `script` runs once the first frame has come in. It has answer(object), frame(kind, numbers, text), header, raw, returned, turned, take, exit. */
export function speaking(script: string): string {
  return `
const { stdin, stdout, exit: leave } = Deno;
function raw(text) { write(new TextEncoder().encode(text)); }
function write(bytes) { for (let from = 0; from < bytes.length; ) from += stdout.writeSync(bytes.subarray(from)); }
function header(bytes, kind, count) { write(new Uint8Array(Uint32Array.of(bytes, kind, count, 0).buffer)); }
function frame(kind, numbers, text) {
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(16 + numbers.length * 8 + body.length);
  new Uint32Array(bytes.buffer, 0, 4).set([bytes.length, kind, numbers.length, 0]);
  new Float64Array(bytes.buffer, 16, numbers.length).set(numbers);
  bytes.set(body, 16 + numbers.length * 8);
  write(bytes);
}
function take() {
  const bytes = new Uint8Array(1 << 16);
  if (!stdin.readSync(bytes)) leave(0);
}
let asked = true;
function next() { if (asked) asked = false; else take(); }
function answer(object) { frame(2, [], JSON.stringify(object)); }
function returned(object) { next(); answer(object); }
function turned(numbers) { next(); frame(4, numbers, ""); }
function exit() { leave(0); }
take();
${script}
take();
`;
}
