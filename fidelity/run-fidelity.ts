// `npm run fidelity`: measured beside simulated, for every program of the room or those that are named.
import { Command } from 'commander';
import { layOutTable } from '#cli/words.ts';
import { type Comparison, compareProgram, describeMisses, LIMITS, measuredWorld, type Pair, rankCorrelation } from './compare.ts';
import { readMeasurements } from './measurements.ts';

const ms = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const percent = (value: number) => `${(value * 100).toFixed(0)} %`;
const pair = (word: (value: number) => string, { measured, simulated }: Pair) => [word(measured), word(simulated)];
const error = ({ measured, simulated }: Pair) => `${simulated >= measured ? '+' : ''}${(100 * (simulated / measured - 1)).toFixed(0)} %`;

function row(comparison: Comparison, saturated: boolean): string[] {
  const { program, saturation, halfRps, p50Ms, p99Ms, errorShare, lostShare, noisy } = comparison;
  const [measured = '', simulated = ''] = pair((value) => value.toFixed(1), saturation);
  const misses = describeMisses(comparison);
  return [
    program,
    `${saturated ? '' : '>= '}${measured}`,
    simulated,
    error(saturation),
    `${halfRps}${noisy ? ' ~' : ''}`,
    ...pair(ms, p50Ms),
    error(p50Ms),
    ...pair(ms, p99Ms),
    error(p99Ms),
    pair(percent, errorShare).join(' / '),
    lostShare ? pair(percent, lostShare).join(' / ') : '',
    misses.length === 0 ? 'within' : `BEYOND: ${misses.join(', ')}`,
  ];
}
const HEAD = [
  ...['program', 'saturation /s', 'simulated', 'error', 'at /s', 'p50 ms', 'simulated', 'error'],
  ...['p99 ms', 'simulated', 'error', 'errors', 'lost', ''],
];

new Command('fidelity')
  .description('runs the measured programs in the simulator and prints measured beside simulated')
  .argument('[programs...]', 'names; all if none is given')
  .option('--seed <n>', 'seed of the runs', Number, 1)
  .option('--json', 'the comparisons as JSON')
  .action(async (names: string[], options: { seed: number; json?: boolean }) => {
    const { programs } = readMeasurements();
    const unknown = names.filter((name) => !programs[name]);
    if (unknown.length > 0) {
      process.stderr.write(`no such program: ${unknown.join(', ')}. There are ${Object.keys(programs).join(', ')}\n`);
      process.exit(2);
    }
    const world = measuredWorld();
    const comparisons: Comparison[] = [];
    for (const [name, program] of Object.entries(programs)) {
      if (names.length > 0 && !names.includes(name)) continue;
      comparisons.push(await compareProgram(name, program, world, options.seed));
    }
    const correlation = rankCorrelation(comparisons.map(({ saturation }) => saturation));
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ seed: options.seed, comparisons, rankCorrelation: correlation }, null, 2)}\n`);
      process.exit(0);
    }
    const rows = comparisons.map((comparison) => row(comparison, programs[comparison.program]?.saturated ?? true));
    process.stdout.write(`${layOutTable([HEAD, ...rows]).join('\n')}\n\n`);
    process.stdout.write('~: the measured runs differed by more than 10 %. >=: not saturated at the highest offered rate.\n');
    if (comparisons.length > 2) {
      process.stdout.write(`Rank correlation of saturation: ${correlation.toFixed(3)} (at least ${LIMITS.rankCorrelation})\n`);
    }
    process.exit(0);
  })
  .parseAsync();
