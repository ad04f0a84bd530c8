// Stand-in for ioredis 5: its API and behaviour, against the simulated cache.
import { freezeClass } from '../../kernel/realm.ts';
import { notSimulated, worker } from '../../kernel/worker.ts';
import { Command } from './command.ts';
import { ReplyError } from './errors.ts';
import { Pipeline } from './pipeline.ts';
import { Redis } from './redis.ts';

const AVAILABLE = 'Redis (new Redis(url), pipeline, multi, eval, defineCommand), ReplyError';

class Cluster {
  constructor() {
    notSimulated('ioredis: Cluster', AVAILABLE);
  }
}

freezeClass(Cluster);

function print(error: unknown, reply: unknown): void {
  const { log } = worker().globals.console as { log(text: string): void };
  log(error ? `Error: ${error}` : `Reply: ${reply}`);
}

Object.freeze(print);

export const REDIS_MODULES = {
  ioredis: () => ({ default: Redis, Redis, Cluster, Command, Pipeline, ReplyError, print }),
};
