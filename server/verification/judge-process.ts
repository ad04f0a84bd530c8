// A judge beside the verifier, started again when it is gone. It sees neither the database nor the environment of the verifier.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { JudgeOrder } from './judge-child.ts';
import type { Judged } from './walls/judge-behind-walls.ts';

const PROGRAM = join('server', 'verification', 'judge-child.ts');
const EXEC_ARGV = ['--max-semi-space-size=32', '--import', 'tsx'];

/** The process ended before it had answered. */
export class JudgeLost extends Error {
  override readonly name = 'JudgeLost';
}

export class JudgeProcess {
  private child: ChildProcess | null = null;

  /** One at a time. Rejects with JudgeLost when the process ends, also by `stop`. */
  async judge(order: JudgeOrder): Promise<Judged> {
    const child = this.start();
    const settled = new AbortController();
    const { signal } = settled;
    try {
      child.send(order);
      return await Promise.race([
        once(child, 'message', { signal }).then(([judged]) => judged as Judged),
        once(child, 'exit', { signal }).then(([code, killedBy]): never => {
          throw new JudgeLost(`the judge's process ended (${killedBy ?? code})`);
        }),
      ]);
    } finally {
      settled.abort();
    }
  }

  /** Starts the process if there is none; its id. */
  ready(): number | null {
    return this.start().pid ?? null;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  private start(): ChildProcess {
    if (this.child) return this.child;
    const { PATH = '', HOME = '' } = process.env;
    const child = fork(PROGRAM, [`${process.pid}`], {
      execArgv: EXEC_ARGV,
      env: { NODE_ENV: 'production', PATH, HOME },
      serialization: 'advanced',
    });
    child.once('exit', () => {
      if (this.child === child) this.child = null;
    });
    this.child = child;
    return child;
  }
}
