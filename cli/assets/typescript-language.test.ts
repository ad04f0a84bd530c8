// The TypeScript language service as we serve it, with our declarations, in Node.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TYPESCRIPT_CALL_COSTS } from '#components/language/call-costs.ts';
import { TypeScriptProgram } from '#components/language/typescript-program.ts';
import { SPECIFIERS } from '#runtime/typescript/libraries.ts';
import { runProgram } from '#runtime/typescript/testing/run-program.ts';
import { typescriptLibrary } from './typescript-language.ts';

const root = join(import.meta.dirname, '../..');
const program = new TypeScriptProgram(typescriptLibrary(root, SPECIFIERS));

/** Errors and warnings, as "line: message". */
function problemsOf(text: string, name = 'main.ts'): string[] {
  program.write(name, text);
  return program
    .diagnostics(name)
    .filter(({ severity }) => (severity ?? 1) <= 2)
    .map(({ range, message }) => `${range.start.line + 1}: ${message.split('\n')[0]}`);
}

const answers = readdirSync(join(root, 'challenges'))
  .map((slug) => join(root, 'challenges', slug, 'typescript'))
  .filter(existsSync)
  .flatMap((folder) => readdirSync(folder, { withFileTypes: true, recursive: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

describe('the TypeScript language service', () => {
  it.each([...answers, ...filesIn('cli/assets/testing/programs', '.ts')])('finds nothing wrong in %s', (path) => {
    const folder = dirname(path);
    const name = basename(path);
    // A program of several files is a folder with a main.ts.
    const others = existsSync(join(folder, 'main.ts')) ? readdirSync(folder).filter((other) => other !== name) : [];
    for (const other of others) program.write(other, readFileSync(join(folder, other), 'utf8'));
    expect(problemsOf(readFileSync(path, 'utf8'), others.length > 0 ? name : 'main.ts')).toEqual([]);
    for (const other of others) program.remove(other);
  });

  it('marks what is not there, without advice about projects', () => {
    const text = `import fs from 'node:dns';
import { Pool } from 'pg';
const pool = new Pool({ maxx: 3 });
await pool.qurey('SELECT 1');
document.title = await (await fetch('http://prices.test')).text();
const count: number = 'one';
elsewhere;
`;
    expect(problemsOf(text)).toEqual([
      "1: Cannot find name 'node:dns'.",
      "3: Object literal may only specify known properties, but 'maxx' does not exist in type 'PoolConfig'. Did you mean to write 'max'?",
      "4: Property 'qurey' does not exist on type 'Pool'. Did you mean 'query'?",
      "5: Cannot find name 'document'.",
      "6: Type 'string' is not assignable to type 'number'.",
      "7: Cannot find name 'elsewhere'.",
    ]);
  });

  it('marks a syntax error at its line', () => {
    expect(problemsOf('const a = 1;\nconst b = ;\n')).toEqual(['2: Expression expected.']);
  });

  it('completes by type, across the files of the program', () => {
    program.write('store.ts', "import { Pool } from 'pg';\nexport const pool = new Pool();\n");
    program.write('main.ts', "import { pool } from './store.ts';\npool.\n");
    const items = program.complete('main.ts', { line: 1, character: 5 })?.items ?? [];
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['query', 'connect', 'waitingCount']));
    const query = items.find(({ label }) => label === 'query');
    expect(JSON.stringify(query && program.resolveCompletion(query).documentation)).toContain('Promise<QueryResult');
    program.remove('store.ts');
    expect(problemsOf("import { pool } from './store.ts';\npool;\n")).toHaveLength(1);
  });

  it('helps with a signature, and tells in a hover what a name is', () => {
    program.write('main.ts', "setTimeout(() => {}, 5);\nfetch('http://a.test', \n");
    const help = program.signatureHelp('main.ts', { line: 1, character: 22 });
    expect(help?.signatures[0]?.label).toBe('fetch(input: RequestInfo, init?: RequestInit): Promise<Response>');
    expect(help?.activeParameter).toBe(1);
    expect(program.hover('main.ts', { line: 0, character: 2 })?.contents.value).toContain('function setTimeout');
  });

  it('declares each module that a program can import', async () => {
    const { failed } = await runProgram("import 'nothing-of-that-name';");
    const available = /Available: (.*), and the program's own files/.exec(failed ?? '')?.[1]?.split(', ') ?? [];
    expect(available.length).toBeGreaterThan(10);
    expect(problemsOf(available.map((name) => `import '${name}';\nawait import('${name}');`).join('\n'))).toEqual([]);
  });

  it.each([...TYPESCRIPT_CALL_COSTS.keys()])('knows %s by the name that its cost has', (name) => {
    const parts = name.split('.');
    const text = declaration(parts.at(-1) as string, parts.slice(0, -1));
    program.write('main.ts', text);
    const lines = text.trimEnd().split('\n');
    const character = (lines.at(-1) as string).lastIndexOf(parts.at(-1) as string);
    expect(program.qualifiedName('main.ts', { line: lines.length - 1, character })).toBe(name);
  });
});

/** A program whose last line names it. */
function declaration(name: string, owners: readonly string[]): string {
  const [module, type] = owners;
  if (module === undefined) return `${name};\n`;
  if (type !== undefined) return `import type { ${type} } from '${module}';\ndeclare const value: ${type};\nvalue.${name};\n`;
  if (/^[a-z]/.test(module)) return `import { ${name} } from '${module}';\n${name};\n`;
  return `declare const value: ${module};\nvalue.${name};\n`;
}

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(root, folder, name));
}
