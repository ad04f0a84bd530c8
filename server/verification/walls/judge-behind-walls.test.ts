import { describe, expect, it } from 'vitest';
import { loadTrap } from '#catalogue/answers.ts';
import { loadChallenge } from '#catalogue/load.ts';
import { CHALLENGES } from '#cli/paths.ts';
import { judge } from '#judge/judge.ts';
import type { Report } from '#judge/report.ts';
import type { Submission } from '#judge/task.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from '#runtime/python/node-python.ts';
import { openNodeTypeScript } from '#runtime/typescript/node-typescript.ts';
import { judgeBehindWalls } from './judge-behind-walls.ts';

const { task } = loadChallenge('starved-threads', CHALLENGES);
/** Short: where the guest runs decides after a few requests, or never. */
const short = { ...task, ladder: task.ladder.slice(0, 2).map((stage) => ({ ...stage, seconds: 0.5, warmupSeconds: 0.1 })) };

async function judgeBeside(submission: Submission): Promise<Report> {
  const guest = submission.language === 'python' ? await openNodePython() : await openNodeTypeScript();
  return judge(short, submission, { guest, database: await openNodePostgres() });
}

describe.each(['python', 'typescript'] as const)('a run in %s behind walls', (language) => {
  it('has the same report as one beside the engine, to the last byte, also with blocking calls in threads', async () => {
    const files = loadTrap('starved-threads', language, 'everything-to-threads', CHALLENGES);
    const submission: Submission = { language, files, seed: 3 };
    const behind = await judgeBehindWalls(short, submission);
    expect(behind).toEqual({ verdict: 'report', report: await judgeBeside(submission) });
  });

  it('says where a program does not load', async () => {
    const files: Record<string, string> = language === 'python' ? { 'main.py': 'def broken(:\n' } : { 'main.ts': 'const = 1;\n' };
    const outcome = await judgeBehindWalls(short, { language, files, seed: 1 });
    expect(outcome).toMatchObject({ verdict: 'load failed', line: 1 });
  });

  it('gives text back that is no UTF-8', async () => {
    const files: Record<string, string> =
      language === 'python'
        ? { 'main.py': 'from fastapi import FastAPI\napp = FastAPI()\nprint("\\ud800 é 字")\n' }
        : {
            'main.ts': 'console.log("\\ud800 é 字");\nexport default { async fetch(): Promise<Response> { return Response.json({}); } };\n',
          };
    const submission: Submission = { language, files, seed: 1 };
    const behind = await judgeBehindWalls(short, submission);
    expect(behind).toEqual({ verdict: 'report', report: await judgeBeside(submission) });
  });
});
