class HttpError extends Error { constructor(readonly status: number, message: string, options?: ErrorOptions) { super(message, options); this.name = 'HttpError'; } get retryable() { return this.status >= 500; } }
class Plain extends Error {}
const e = new HttpError(503, 'down', { cause: new Plain('root') });
console.log(e.name, e.message, e.status, e.retryable, e instanceof HttpError, e instanceof Error, (e.cause as Error).message, String(e), Object.prototype.toString.call(e), Object.keys(e), JSON.stringify(e));
console.log(String(new Plain('p')), new Plain('x').name, Plain.name, `${new AggregateError([1], 'many')}`, new AggregateError([new Error('in')], 'many').errors.length);
console.log(e);
console.log({ error: new Plain('nested') });
console.log([new Error('in array')]);
const code = Object.assign(new Error('with code'), { code: 'E_CODE', details: { a: [1, 2] } }); console.log(code);
console.log(new Error('multi\nline'), new TypeError('t'));
const noStack = new Error('no stack'); delete noStack.stack; console.log(noStack);
const renamed = new Error('renamed'); renamed.name = 'Renamed'; console.log(renamed); console.log(String(renamed));
console.log(new Error('outer', { cause: 'text' }), new Error('outer', { cause: { code: 1 } }));
console.log('%s|%s', new Error('percent s'), e); console.log('value: ' + new RangeError('r'));
console.log(new AggregateError([new Error('one'), 'two'], 'agg'));
try { try { JSON.parse('{'); } catch (cause) { throw new Error('config', { cause }); } } catch (x: any) { console.log(x.message, x.cause.name, x.cause instanceof SyntaxError); }
console.log(typeof e.stack, e.stack!.split('\n')[0], typeof Error.captureStackTrace, 'stackTraceLimit' in Error);
const o: any = {}; Error.captureStackTrace?.(o); console.log(typeof o.stack);
