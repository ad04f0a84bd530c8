import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bothWays } from '../testing/both-ways.ts';
import { degreeOf } from './degree.ts';
import { Matcher } from './match.ts';

describe('how time grows with the text', () => {
  const degrees: readonly [RegExp, number][] = [
    [/^\d+$/, 1],
    [/\d+/g, 1],
    [/[^,]+/, 1],
    [/^[a-z]+@[a-z]+\.com$/, 1],
    [/^"(?:[^"\\]|\\.)*"$/, 1],
    [/^(?:,\d+)*$/, 1],
    [/\s+$/, 2],
    [/(\w+)=(\w+)/, 2],
    [/^\s*(.*?)\s*$/, 3],
    [/(a+)+$/, Number.POSITIVE_INFINITY],
    [/^(a|a)*$/, Number.POSITIVE_INFINITY],
    [/^(\w+\s?)*$/, Number.POSITIVE_INFINITY],
  ];
  for (const [expression, degree] of degrees)
    it(`is seen in ${expression}`, () => {
      expect(degreeOf(expression.source, expression.flags)).toBe(degree);
    });
});

describe('the matcher', () => {
  const atoms = ['a', 'b', 'A', '.', '\\d', '\\w', '[ab]', '[^a]', '[a-c\\s]', '\\x61', '^', '$', '\\b', '\\B', '\\1', '\\2', '\\101', ']'];
  const { pattern } = fc.letrec<{ pattern: string; sequence: string; term: string }>((tie) => ({
    pattern: fc.oneof(
      { depthSize: 'small' },
      tie('sequence'),
      fc.tuple(tie('sequence'), tie('sequence')).map((each) => each.join('|')),
    ),
    sequence: fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((each) => each.join('')),
    term: fc.oneof(
      { depthSize: 'small' },
      fc
        .tuple(fc.constantFrom(...atoms), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '??'))
        .map((each) => each.join('')),
      fc
        .tuple(fc.constantFrom('(', '(?:', '(?=', '(?!', '(?<=', '(?<!'), tie('pattern'), fc.constantFrom('', '', '*', '+', '??', '{0,2}'))
        .map(([open, inner, quantifier]) => `${open}${inner})${open.startsWith('(?') && open !== '(?:' ? '' : quantifier}`),
    ),
  }));

  it('finds what the engine finds', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.constantFrom('', 'i', 'm', 's', 'im'),
        fc.array(fc.constantFrom(...'abcAB 1\n'), { maxLength: 8 }),
        (source, flags, letters) => {
          let engine: RegExp;
          try {
            engine = new RegExp(source, flags);
          } catch {
            return;
          }
          const text = letters.join('');
          const steps = { most: 200_000 };
          const matcher = new Matcher(source, flags, (_, total) => {
            if (total > steps.most) throw steps;
          });
          let found: readonly number[] | null;
          try {
            found = matcher.match(text, 0, false);
          } catch (error) {
            if (error === steps) return;
            throw error;
          }
          const groups =
            found &&
            Array.from({ length: found.length / 2 }, (_, i) =>
              (found[2 * i] as number) < 0 ? undefined : text.slice(found[2 * i], found[2 * i + 1]),
            );
          const expected = engine.exec(text);
          expect(found && [found[0], ...(groups ?? [])]).toEqual(expected && [expected.index, ...expected]);
        },
      ),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it('is behind every use of an expression, with its results as they are', async () => {
    const { native, guest } = await bothWays(`
      const text = 'key=value; other=thing; '.repeat(40);
      console.log(text.replace(/(\\w+)=(\\w+)/g, '$2=$1').slice(0, 24), text.match(/(?<k>\\w+)=(?<v>\\w+)/).groups.v, text.split(/\\s*;\\s*/).length);
      console.log([...text.matchAll(/(\\w+)=/g)].length, text.search(/o(t|h)+e/));
      const all = /(\\w+)=(\\w+)/g;
      let places = 0;
      for (let found; (found = all.exec(text)); ) places += found.index;
      console.log(places, all.lastIndex, all instanceof RegExp, all.constructor === RegExp, all);
      const sticky = /(\\w+)=/y;
      sticky.lastIndex = 11;
      console.log(sticky.exec(text)[0], sticky.lastIndex, sticky.test(text), sticky.lastIndex);
      console.log(/(?<a>x+)+y/d.exec('z'.repeat(300) + 'xxy').indices.groups.a, RegExp(all) === all, new RegExp(all).flags, RegExp('a+b', 'i').test('xAAB'));
      try { new RegExp('('); } catch (error) { console.log(error.name, error.message); }
    `);
    expect(guest).toBe(native);
    expect(guest.split('\n')).toHaveLength(6);
  });
});
