// Where files are: the repository's, and those that the user names on the command line.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../', import.meta.url));
export const CHALLENGES = join(REPOSITORY, 'challenges');

/** npm runs scripts in the repository; the user means the folder in which npm was called. */
const callersFolder = process.env.npm_lifecycle_event === 'surge' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();

export function resolvePath(path: string): string {
  return resolve(callersFolder, path);
}
