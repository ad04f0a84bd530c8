const shown = async (name: string, f: () => unknown) => {
  try {
    console.log(name, await f());
  } catch (error) {
    const { name: kind, message, code, cause } = (error ?? {}) as Error & { code?: string };
    console.log(name, 'threw', kind, message, code, (cause as Error | undefined)?.message);
  }
};
const headers = (init?: unknown) => new Headers(init as never);
const response = (body?: unknown, init?: unknown) => new Response(body as never, init as never);
const request = (url: unknown, init?: unknown) => new Request(url as never, init as never);

for (const init of [{ 'a b': '1' }, { a: '1\n2' }, { a: 'x\u0100' }, 1, 'a', [[1]], null, { a: ' trimmed\t' }, { a: undefined }])
  await shown('headers', () => [...headers(init)]);
await shown('append', () => headers().append('a b', '1'));
await shown('append', () => (headers() as never as { append(name: string): void }).append('a'));
for (const method of ['get', 'has', 'delete'] as const) await shown(method, () => headers()[method]('a b'));
await shown('set', () => headers().set('a b', '1'));
const many = headers([
  ['b', '2'],
  ['a', '1'],
  ['A', '3'],
  ['set-cookie', 'x'],
  ['set-cookie', 'y'],
]);
console.log([...many], many.get('a'), many.get('Set-Cookie'), many.getSetCookie(), many.has('B'), [...many.keys()], many.get('none'));
many.delete('A');
many.set('b', '4');
many.forEach((value, name) => console.log(name, value));
await shown('forEach', () => headers().forEach(1 as never));

for (const init of [{ status: 199 }, { status: 600 }, { statusText: 'a\nb' }, { status: 204 }, { status: 299, statusText: 'fine' }])
  await shown('response', () => {
    const made = response('x', init);
    return [made.status, made.statusText, made.ok, made.type, made.url, made.redirected];
  });
for (const body of ['x', new URLSearchParams('a=b'), new Uint8Array([1, 2]), new Blob(['a'], { type: 'text/x' }), {}, null, undefined, 5])
  await shown('type', () => response(body).headers.get('content-type'));
await shown('json', async () => [Response.json([1]).headers.get('content-type'), await Response.json({ a: [1] }).text()]);
await shown('json', () => Response.json({}, { status: 201, headers: { 'content-type': 'a/b' } }).headers.get('content-type'));
await shown('json', () => Response.json(undefined));
await shown('json', () => Response.json(1n));
await shown('redirect', () => Response.redirect('/x'));
await shown('redirect', () => Response.redirect('http://x', 200));
await shown('redirect', () => [Response.redirect('http://x').status, Response.redirect('http://x', 301).headers.get('location')]);
await shown('error', () => [Response.error().type, Response.error().status, Response.error().ok]);
await shown('immutable', () => Response.redirect('http://x').headers.set('a', 'b'));

await shown('text', async () => {
  const made = response('hé');
  return [made.bodyUsed, await made.text(), made.bodyUsed];
});
await shown('twice', async () => {
  const made = response('x');
  await made.text();
  await made.json();
});
await shown('clone', async () => {
  const made = response('x', { status: 201 });
  const copy = made.clone();
  return [await made.text(), await copy.text(), copy.status];
});
await shown('clone', async () => {
  const made = response('x');
  await made.text();
  made.clone();
});
await shown('locked', async () => {
  const made = response('x');
  made.body?.getReader();
  await made.text();
});
for (const body of ['x', '', null, '{"a":1}']) await shown('json', () => response(body).json());
await shown('empty', async () => {
  const made = response(null);
  return [await made.text(), await made.text(), made.bodyUsed, made.body];
});
await shown('bytes', async () => [await response('hé').arrayBuffer(), (await response('hé').blob()).size]);
await shown('stream', async () => {
  const chunks = [];
  for await (const chunk of response('hé').body as never as AsyncIterable<Uint8Array>) chunks.push([...chunk]);
  return chunks;
});
await shown('streamed', () =>
  response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array([104, 105]));
        controller.close();
      },
    }),
  ).text(),
);
await shown('form', () => response('x').formData());
await shown('form', async () => [...(await response(new URLSearchParams('a=1&b=x+y')).formData())]);

await shown('request', () => request('/x'));
await shown('request', () => request('http://a:b@x/'));
await shown('request', () => request('http://a', { body: 'x' }));
for (const method of ['A B', 'trace', 'PATCH', 'post', 'delete']) await shown('method', () => request('http://a', { method }).method);
await shown('mode', () => request('http://a', { mode: 'navigate' }));
await shown('redirect', () => request('http://a', { redirect: 'x' }));
await shown('signal', () => request('http://a', { signal: 1 }));
await shown('request', () => {
  const made = request('http://a/b?c#d', { method: 'POST', body: 'x', headers: { a: '1' } });
  return [made.url, made.method, [...made.headers], made.mode, made.credentials, made.cache, made.redirect, made.signal.aborted, made.duplex];
});
await shown('request', async () => {
  const made = request('http://a', { method: 'POST', body: '{"a":1}' });
  const copy = made.clone();
  const third = request(made, { method: 'PUT' });
  return [await copy.json(), third.method, await third.text(), made.bodyUsed];
});
await shown('used', async () => {
  const made = request('http://a', { method: 'POST', body: 'x' });
  await made.text();
  request(made);
});
await shown('params', () => new URLSearchParams([[1]] as never));
await shown('params', () => new URLSearchParams().append('a' as never));
console.log(response('x', { status: 201 }), request('http://a/b'), headers({ a: '1' }), new URL('http://a/b?c=1#d'), new URLSearchParams('a=1&b=2'));
console.log(String(request('http://a')), String(response()), JSON.stringify(new URL('http://a')), `${new URL('http://a/b')}`, Object.keys(request('http://a')));
