import { describe, expect, it } from 'vitest';
import { runProgram } from '../testing/run-program.ts';
import { compileModule } from './compile.ts';

const compile = (source: string) => compileModule(source, { path: 'main.ts', fileIndex: 0 });
const SERVER = '\nexport default { fetch() { return null; } };\n';
const run = (source: string) => runProgram(source + SERVER);

describe('an error of syntax', () => {
  const cases: readonly [string, string, number][] = [
    ['of JavaScript', 'const a = 1;\nconst = 2;', 2],
    ['of types', 'let a: number;\nlet b: = 2;', 2],
    ['in a type only', 'type A = {\n  a: ;\n};', 2],
    ['of await in a function that is not async', 'function f() {\n  return await g();\n}', 2],
    ['of a name declared twice', 'const a = 1;\nconst a = 2;', 2],
    ['of break without a loop', 'if (true) {\n  break;\n}', 2],
    ['of an unclosed block', 'function f() {\n', 2],
    ['of import = require', "\nimport pg = require('pg');", 2],
    ['of export =', 'const a = 1;\nexport = a;', 2],
    ['of using, which is not simulated', 'const a = 1;\n{ using b = a as any; }', 2],
    ['of a decorator', 'const a = 1;\n@a class B {}', 2],
    ["of a name of the kernel's own", 'const a = 1;\nS\u02d1.n = 0;', 2],
  ];
  for (const [what, source, line] of cases)
    it(`${what} names file and line`, () => {
      let thrown: unknown;
      try {
        compile(source);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ name: 'CompileError', file: 'main.ts', line });
      expect((thrown as Error).message).toMatch(/^SyntaxError: [^\n]+$/);
    });
});

describe('imports', () => {
  it('of types only are none', () => {
    const { imports } = compile(
      "import type { A } from './a.ts';\nimport { type B } from './b.ts';\nimport { C } from './c.ts';\nconst c: C = 1;",
    );
    expect(imports.map(({ specifier }) => specifier)).not.toContain('./a.ts');
    expect(imports.map(({ specifier }) => specifier)).not.toContain('./c.ts');
  });

  it('are told with their names and lines', () => {
    const { imports, stars } = compile("import a, { b as c } from './a.ts';\n\nexport * from './d.ts';\nconsole.log(a, c);");
    expect(imports).toEqual([
      { specifier: './a.ts', line: 1, names: ['default', 'b'] },
      { specifier: './d.ts', line: 3, names: [] },
    ]);
    expect(stars).toEqual(['./d.ts']);
  });

  it('of a name that is not there are an error with its line', async () => {
    const { failed } = await runProgram({
      'main.ts': `\nimport { missing } from './a.ts';\nmissing();${SERVER}`,
      'a.ts': 'export const there = 1;',
    });
    expect(failed).toBe("SyntaxError: The requested module './a.ts' does not provide an export named 'missing'\n    at main.ts:2");
  });

  it('of a module that is not simulated say what is', async () => {
    const { failed } = await run("\nimport express from 'express';\nexpress();");
    expect(failed).toMatch(/^NotSimulated: not simulated: import of 'express'. Available: .*\n {4}at main.ts:2$/s);
  });
});

describe('a default export', () => {
  const kinds: readonly [string, string, string][] = [
    ['a named function', 'export default function named() {}', 'function named'],
    ['an anonymous function', 'export default function () {}', 'function default'],
    ['an async arrow', 'export default async () => {};', 'function default'],
    ['a named class', 'export default class Named {}', 'function Named'],
    ['an anonymous class', 'export default class {}', 'function default'],
    ['an expression', 'export default [1][0] + 1;', 'number undefined'],
    ['a name', 'const a = "x";\nexport { a as default };', 'string undefined'],
    ['a generator', 'export default function* () {}', 'function default'],
  ];
  for (const [what, source, shown] of kinds)
    it(`may be ${what}`, async () => {
      const main = `import a from './a.ts';\nconsole.log(typeof a, (a as { name?: string }).name);${SERVER}`;
      expect((await runProgram({ 'main.ts': main, 'a.ts': source })).lines).toEqual([shown]);
    });
});

describe('an async method', () => {
  const codeOf = (source: string) => compile(source).code;

  it('is lowered to a generator function that is made once for its object, not for each call', () => {
    expect(codeOf('export const service = { async find(key: string) { return key; } };')).toContain('\u02d1 ??=');
    expect(codeOf('for (const key of [1, 2]) { const each = { async find() { return key; } }; }')).toMatch(/let a0\u02d1;\s+const each/);
  });

  it('is lowered in its place where it needs the call, or where its object is made several times', () => {
    expect(codeOf('class A extends Map { async find() { return super.get(1); } }')).not.toContain('\u02d1 ??=');
    expect(codeOf('const make = (key: string) => ({ async find() { return key; } });')).not.toContain('\u02d1 ??=');
    expect(codeOf('class A { found = { async find() { return 1; } }; }')).not.toContain('\u02d1 ??=');
  });
});

describe('the line of an error', () => {
  const cases: readonly [string, string, number][] = [
    ['in an exported constant', 'const o: any = {};\nexport const a = o.b.c();', 2],
    ['in a call of several lines', 'const f = (...a: any[]) => { };\nf(\n  1,\n  (null as any).x(),\n);', 4],
    ['after an await', 'await null;\nconst o: any = null;\n\no.x;', 4],
    ['in a loop', 'const a: any[] = [1, null];\nfor (const x of a) {\n  x.toString();\n}', 3],
    ['in a getter', 'class A {\n  get x(): number {\n    throw new Error("x");\n  }\n}\nnew A().x;', 3],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the program's own
    ['in a template', 'const o: any = null;\nconst s = `a\n${o.x}`;', 2],
  ];
  for (const [what, source, line] of cases)
    it(`${what} is the user's own`, async () => {
      expect((await run(source)).failed).toMatch(new RegExp(`\\n {4}at main\\.ts:${line}$`));
    });
});

describe('names', () => {
  it("of the realm are never the host's", async () => {
    const { lines } = await run(`
      const names = ['require', 'module', 'exports', '__dirname', 'window', 'self', 'Deno', 'importScripts', 'XMLHttpRequest', 'gc'];
      console.log(typeof require, typeof module, typeof exports, typeof __dirname, typeof window, typeof self, typeof Deno, typeof importScripts);
      console.log(names.filter((name) => name in globalThis).length, globalThis === global, typeof globalThis.setTimeout);`);
    expect(lines).toEqual(['undefined undefined undefined undefined undefined undefined undefined undefined', '0 true function']);
  });

  it('that nobody declared cannot be assigned to', async () => {
    const { lines } = await run('try { nobody = 1; } catch (error) { console.log(String(error)); }\nconsole.log(typeof nobody);');
    expect(lines).toEqual(['ReferenceError: nobody is not defined', 'undefined']);
  });

  it('set on globalThis are found', async () => {
    expect(
      (await run('(globalThis as any).shared = 5;\ndeclare const shared: number;\nconsole.log(shared, typeof shared);')).lines,
    ).toEqual(['5 number']);
  });
});

describe("a library's functions", () => {
  const library = (source: string) => compileModule(source, { path: 'library.js', fileIndex: null }).code;

  it('are left to the name of their place, where a bundler names them by a call', () => {
    const source = 'class A { json = __name((value) => value, "json"); }\nconst plain = __name(() => 1, "plain");';
    expect(library(`function __name(target) { return target; }\n${source}`)).not.toMatch(/__name\(\(/);
  });

  it('keep the call where their place would name them otherwise', () => {
    const source = 'class A { #hidden = __name(() => 1, "hidden"); }\nconst Error2 = __name(class {}, "Error");';
    expect(library(`function __name(target) { return target; }\n${source}`).match(/__name\((\(\)|class)/g)).toHaveLength(2);
  });
});
