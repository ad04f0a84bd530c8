console.log('%s %s %s %s %s', 'text', 1, 1n, Symbol('s'), true, 'rest', { a: 1 });
console.log('%s', null, undefined); console.log('%s %s', { a: { b: 1 } }, [1, [2]]); console.log('%s', class A extends Object {
  a = 1;
}, function f() {
  return 1;
}, () => 5);
console.log('%s', { toString() { return 'own text'; } }, 'x'); console.log('%s %s', new (class X { toString() { return 'of class'; } })(), new (class Y { a = 1; })(), new Date(0), new Error('m').message);
console.log('%d %d %d %d %d', 42, '42', 4.5, 'x', 10n, '%d'); console.log('%i %i %i', 42.9, '7.8px', 'x'); console.log('%f %f', '1.50', 'x'); console.log('%d %i', {}, []);
console.log('%j %j', { a: [1] }, 'text'); const c: any = {}; c.c = c; console.log('%j', c); console.log('%o', { f() {}, a: [1, 2, { b: 1 }] }); console.log('%O', { a: { b: { c: { d: 1 } } } });
console.log('%c styled', 'color: red', 'after'); console.log('%%', 1, '%s'); console.log('100%', 5); console.log('%', 1); console.log('%x %s', 'a', 'b'); console.log('%s'); console.log('a%sb%sc', 1); console.log(1, '%s', 2); console.log({}, '%s', 'x');
console.log('', ''); console.log(); console.log(' '); console.log(undefined); console.log(null, undefined, true); console.log('a', '\n', 'b'); console.log('tab\tquote\'', ['tab\tquote\'']);
console.log(-0, [-0], 0, +0.0, '%d', -0); console.log('%d', -0); console.log('%s', -0); console.info('info'); console.debug('debug');
console.log(`${[1, [2, 3]]}`, `${{}}`, String([null, undefined, 1]), String(Symbol('x')), [] + '', {} + '', String(null), [1, 2] + '3');
