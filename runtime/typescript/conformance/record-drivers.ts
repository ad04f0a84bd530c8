// Records what the programs in drivers/ print with the real pg and ioredis, against a real PostgreSQL and Redis:
//   tsx runtime/typescript/conformance/record-drivers.ts <folder with node_modules> [program...]
// PGHOST and its like say which PostgreSQL; its public schema is dropped before each program. Redis has to listen on its own port, and is emptied.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const programs = join(dirname(fileURLToPath(import.meta.url)), 'drivers');
const [libraries = '.', ...wanted] = process.argv.slice(2);
const folder = join(resolve(libraries), 'programs');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
for (const name of readdirSync(programs).filter((each) => each.endsWith('.ts'))) {
  const source = readFileSync(join(programs, name), 'utf8').replaceAll("'./show.ts'", "'./show.js'");
  writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), transformSync(source, { loader: 'ts', format: 'esm', target: 'node20' }).code);
}
const schema = `DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${readFileSync(join(programs, 'schema.sql'), 'utf8')}`;
for (const name of readdirSync(programs)) {
  const [program, extension] = name.split('.');
  if (extension !== 'ts' || program === 'show' || (wanted.length > 0 && !wanted.includes(program as string))) continue;
  if (program?.startsWith('pg'))
    execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-c', schema], { stdio: ['ignore', 'ignore', 'inherit'] });
  else execFileSync('redis-cli', ['flushall'], { stdio: 'ignore' });
  const printed = execFileSync(process.execPath, ['--no-warnings', join(folder, `${program}.js`)], {
    env: { ...process.env, TZ: 'UTC' },
    encoding: 'utf8',
  });
  writeFileSync(join(programs, `${program}.txt`), printed);
}
