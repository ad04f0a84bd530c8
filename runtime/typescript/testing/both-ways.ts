// The same program natively and in the guest: what each prints.
import { execFileSync } from 'node:child_process';
import { runProgram } from './run-program.ts';

const SERVER = '\nexport default { fetch() { return null; } };\n';

/** Frames of stacks are the host's natively, and the user's own line in the guest: left out of both. */
const withoutFrames = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^\s+at /.test(line))
    // After its frames an error's properties begin on the last frame's line.
    .join('\n');

export async function bothWays(program: string): Promise<{ native: string; guest: string }> {
  const { FORCE_COLOR: _color, NODE_OPTIONS: _options, ...inherited } = process.env;
  const native = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...inherited, TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { lines, failed, fault } = await runProgram({ 'main.mjs': program + SERVER });
  const ended = failed ?? (fault ? JSON.stringify(fault) : '');
  return { native: withoutFrames(native).trimEnd(), guest: withoutFrames(lines.join('\n') + ended).trimEnd() };
}
