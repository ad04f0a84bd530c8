import { expect, it } from 'vitest';
import { parseJson } from './kernel/json.ts';
import { runProgram } from './testing/run-program.ts';

it("JSON.parse has Node 20's texts and calls a reviver with two arguments, whatever the engine does", async () => {
  const { lines } = await runProgram(`
    for (const text of ['{', '{"a":1,}', '{"a":1 "b":2}', '<html>', '"a']) try { JSON.parse(text); } catch (error) { console.log(error.name, error.message); }
    try { await new Response('[1,2').json(); } catch (error) { console.log(error.message); }
    console.log(JSON.parse('{"a":1.50}', function () { return arguments.length; }), JSON.parse('[1,2]', (key, value) => (key === '0' ? undefined : value)));
    export default () => null;`);
  expect(lines).toEqual([
    "SyntaxError Expected property name or '}' in JSON at position 1",
    'SyntaxError Expected double-quoted property name in JSON at position 7',
    "SyntaxError Expected ',' or '}' after property value in JSON at position 7",
    `SyntaxError Unexpected token '<', "<html>" is not valid JSON`,
    'SyntaxError Unterminated string in JSON at position 2',
    "Expected ',' or ']' after array element in JSON at position 4",
    '2 [ <1 empty item>, 2 ]',
  ]);
});

it('takes off what a newer engine adds to its text', () => {
  const thrown = new SyntaxError('Unterminated string in JSON at position 2 (line 1 column 3)');
  const parse = () =>
    parseJson('1', () => {
      throw thrown;
    });
  expect(parse).toThrow(/^Unterminated string in JSON at position 2$/);
});
