import { describe, expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

const request = (target: string, method = 'GET', headers: object = {}, body = '') =>
  `${method} ${target}\n${JSON.stringify(headers)}\n${body}`;

const server = (body: string) => `export default { async fetch(request: Request): Promise<Response> { ${body} } };`;

describe('a server in the shape of the web', () => {
  it('answers with JSON by the path of the request', async () => {
    const { answers, failed } = await runProgram(server('return Response.json({ path: new URL(request.url).pathname });'), {
      requests: [request('/items/7?q=1')],
    });
    expect(failed).toBeNull();
    expect(answers).toEqual([{ status: 200, body: '{"path":"/items/7"}' }]);
  });

  it('reads the body and the headers of a request', async () => {
    const { answers } = await runProgram(
      server(`const { name } = await request.json();
        return new Response([request.method, name, request.headers.get('X-Who')].join(' '), { status: 201 });`),
      { requests: [request('/', 'POST', { 'x-who': 'me' }, '{"name":"a\\nb"}')] },
    );
    expect(answers).toEqual([{ status: 201, body: 'POST a\nb me' }]);
  });

  it('sends a stream as it was read to its end', async () => {
    const { answers } = await runProgram(
      server(`const encoder = new Uint8Array([104, 195, 164]);
        return new Response(new ReadableStream({ start(c) { c.enqueue(encoder); c.enqueue(new Uint8Array([33])); c.close(); } }));`),
      { requests: [request('/')] },
    );
    expect(answers).toEqual([{ status: 200, body: 'hä!' }]);
  });

  it('fails with 500 where the program gives back no Response', async () => {
    const { answers, lines } = await runProgram('export default { fetch() { return { status: 200 }; } };', { requests: [request('/')] });
    expect(answers).toEqual([{ status: 500, body: 'Internal Server Error' }]);
    expect(lines[0]).toContain('returned an object, not a Response');
  });

  it('says what to use in place of modules that are not simulated', async () => {
    const { failed } = await runProgram("import http from 'node:http';\nexport default http;");
    expect(failed).toContain("not simulated: import of 'node:http'. Available: fetch and undici");
  });
});

describe('an emitter', () => {
  it('with more listeners than it should have is warned of, once', async () => {
    const { lines } = await runProgram(`
      import { EventEmitter } from 'node:events';
      const emitter = new EventEmitter();
      for (let i = 0; i < 13; i++) emitter.on('x', () => {});
      ${server('return new Response();')}`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(
      'MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 x listeners added to [EventEmitter]',
    );
  });
});
