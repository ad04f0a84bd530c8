// JSON.parse with Node 20's texts and Node 20's way to call a reviver: newer V8 adds line and column, and hands a third argument.
const { parse } = JSON;
const PLACE = / \(line \d+ column \d+\)$/;

type Reviver = (this: unknown, key: string, value: unknown) => unknown;

export function parseJson(text: string, reviver?: Reviver): unknown {
  try {
    if (typeof reviver !== 'function') return parse(text);
    return parse(text, function (this: unknown, key, value) {
      return Reflect.apply(reviver, this, [key, value]);
    });
  } catch (error) {
    if (error instanceof SyntaxError && PLACE.test(error.message)) throw new SyntaxError(error.message.replace(PLACE, ''));
    throw error;
  }
}
