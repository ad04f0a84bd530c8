// `surge sim <program> --world world.json`: a program of one's own in a world of one's own.
import { simTask } from '#catalogue/task.ts';
import { parseLanguage } from '../choose-languages.ts';
import { finishRun } from '../finish-run.ts';
import { judgeProgram } from '../judge-program.ts';
import { Progress } from '../progress.ts';
import { readProgram } from '../read-program.ts';
import { readWorld } from '../read-world.ts';
import { scaleTask } from './run.ts';

export interface SimOptions {
  readonly world: string;
  readonly lang?: string;
  readonly rate: number[];
  readonly seconds: number;
  readonly warmup: number;
  readonly seed: number;
  readonly simulated?: number;
  readonly json?: boolean;
}

export async function runSim(program: string, options: SimOptions): Promise<void> {
  const { language, files } = readProgram(program, options.lang === undefined ? null : parseLanguage(options.lang));
  const plain = simTask(readWorld(options.world), options.rate, options.seconds, options.warmup);
  const task = options.simulated === undefined ? plain : scaleTask(plain, options.simulated);
  finishRun(await judgeProgram(task, { language, files, seed: options.seed }, new Progress()), options);
}
