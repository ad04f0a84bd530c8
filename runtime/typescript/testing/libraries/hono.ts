import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { cors } from 'hono/cors';
import { createFactory, createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { logger } from 'hono/logger';
import { timeout } from 'hono/timeout';
import { validator } from 'hono/validator';

type Env = { Variables: { user: string } };
const app = new Hono<Env>();
const show = async (name: string, response: Response) => {
  console.log(name, response.status, response.headers.get('content-type'), await response.text());
};

app.use(
  '/log/*',
  logger((line) =>
    console.log(
      line
        .replace(/\d+ms$/, 'some ms')
        .replaceAll('\u001b[32m', '')
        .replaceAll('\u001b[0m', ''),
    ),
  ),
);
app.use('/api/*', cors({ origin: 'https://shop.test', allowMethods: ['GET', 'POST'] }));
app.use('/slow/*', timeout(30));
const authenticate = createMiddleware<Env>(async (c, next) => {
  const user = c.req.header('x-user');
  if (!user) throw new HTTPException(401, { message: 'who are you' });
  c.set('user', user);
  await next();
  c.header('x-served', user);
});
app.get('/', (c) => c.text('home'));
app.get('/log/a', (c) => c.text('logged'));
app.get('/users/:id{[0-9]+}', (c) => c.json({ id: c.req.param('id'), q: c.req.query('q') ?? null }));
app.get('/users/:id/posts/:post?', (c) => c.json(c.req.param()));
app.get('/me', authenticate, (c) => c.json({ user: c.get('user') }, 200, { 'x-more': '1' }));
app.post(
  '/api/orders',
  bodyLimit({ maxSize: 60, onError: (c) => c.text('too much', 413) }),
  validator('json', (value, c) => {
    if (typeof value.total !== 'number') return c.json({ error: 'total' }, 400);
    return { total: value.total };
  }),
  (c) => c.json({ doubled: c.req.valid('json').total * 2 }, 201),
);
app.get('/slow/a', async (c) => {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return c.text('late');
});
app.get('/boom', () => {
  throw new TypeError('broken');
});
app.get('/cookie', (c) => {
  setCookie(c, 'seen', '1', { httpOnly: true, path: '/' });
  return c.html(`<b>${getCookie(c, 'name') ?? 'nobody'}</b>`);
});
app.get('/go', (c) => c.redirect('/', 302));
const books = new Hono()
  .basePath('/books')
  .get('/', (c) => c.text('books'))
  .get('/:isbn', (c) => c.body(c.req.param('isbn')));
app.route('/shop', books);
app.get('/made', ...createFactory().createHandlers((c) => c.text('made')));
app.notFound((c) => c.json({ missing: c.req.path }, 404));
app.onError((error, c) => {
  if (error instanceof HTTPException) return error.getResponse();
  return c.json({ error: `${error.name}: ${error.message}` }, 500);
});

await show('home', await app.request('/'));
await show('log', await app.request('/log/a'));
await show('user', await app.request('/users/42?q=x%20y'));
await show('not a number', await app.request('/users/x'));
await show('posts', await app.request('/users/7/posts'));
await show('stranger', await app.request('/me'));
const me = await app.request('/me', { headers: { 'x-user': 'ada' } });
console.log(me.headers.get('x-served'), me.headers.get('x-more'));
await show('me', me);
const post = (body: string) =>
  app.request('/api/orders', { method: 'POST', body, headers: { 'content-type': 'application/json', origin: 'https://shop.test' } });
const made = await post('{"total": 21}');
console.log(made.headers.get('access-control-allow-origin'));
await show('order', made);
await show('invalid', await post('{"total": "x"}'));
await show('malformed', await post('{"total": '));
await show('large', await post(JSON.stringify({ total: 1, text: 'x'.repeat(100) })));
await show('slow', await app.request('/slow/a'));
await show('boom', await app.request('/boom'));
const cookie = await app.request('/cookie', { headers: { cookie: 'name=ada; other=1' } });
console.log(cookie.headers.get('set-cookie'));
await show('cookie', cookie);
console.log((await app.request('/go')).headers.get('location'));
await show('book', await app.request('/shop/books/12'));
await show('made', await app.request('/made'));
await show('missing', await app.request('/nothing', { method: 'DELETE' }));
const preflight = await app.request('/api/orders', {
  method: 'OPTIONS',
  headers: { origin: 'https://shop.test', 'access-control-request-method': 'POST' },
});
console.log(preflight.status, preflight.headers.get('access-control-allow-methods'));
