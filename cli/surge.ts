// The `surge` command. Exit codes: 0 ran (whatever the score), 1 the program failed, 2 bad usage or a bad world file.
// Commands are imported when they are called, so that `list` and --help are instant.
import { Command, CommanderError, Option } from 'commander';
import { ChallengeError } from '#catalogue/challenge-folder.ts';
import { parseAmount, parseCount, parsePositive, parseRates, parseSeed } from './options.ts';
import { EXIT, GuestFailure, UsageError } from './usage-error.ts';

const program = new Command('surge')
  .description('Real code, real Postgres, virtual time: how many requests per second does it survive?')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(surge --help lists the commands)');

program
  .command('list')
  .description('the challenges')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./commands/list.ts')).runList(options));

program
  .command('run')
  .description("run a challenge's ladder under its starter or your program")
  .argument('<challenge>', 'name of the challenge')
  .option('--lang <language>', "python or typescript (default: that of --file, or the challenge's first)")
  .option('--file <path>', 'your program: a file, or a folder with main.py or main.ts (default: the starter)')
  .option('--seed <n>', 'weather of the run', parseSeed, 1)
  .option('--simulated <n>', 'workers to run in full', parseCount)
  .option('--json', 'print only the report, as JSON')
  .option('--what-if', 'run the stage that fell once more, without the limit that it fell by')
  .option('--reference', 'for authors: run the reference solution')
  .option('--trap <name>', 'for authors: run a trap')
  .option('--answer <name>', 'for authors: run another right answer')
  .option('--partial <name>', 'for authors: run an answer that mends some of the faults')
  .option('--hidden', 'for authors: under the hidden load')
  .action(async (slug, options) => (await import('./commands/run.ts')).runRun(slug, options));

program
  .command('sim')
  .description('run your program in your world, each rate from a fresh start')
  .argument('<program>', 'a file, or a folder with main.py or main.ts')
  .option('--lang <language>', 'python or typescript (default: as the names of the files say)')
  .requiredOption('--world <file>', 'the world (docs/world-file.md)')
  .requiredOption('--rate <list>', 'offered load in requests/s: 300 or 100,200,400', parseRates)
  .option('--seconds <n>', 'measured seconds', parsePositive, 8)
  .option('--warmup <n>', 'seconds before them', parseAmount, 2)
  .option('--seed <n>', 'weather of the run', parseSeed, 1)
  .option('--simulated <n>', 'workers to run in full', parseCount)
  .option('--json', 'print only the report, as JSON')
  .action(async (path, options) => (await import('./commands/sim.ts')).runSim(path, options));

program
  .command('check')
  .description('every solution passes, every trap is caught for its stated reason')
  .argument('[challenge]', 'only this one')
  .option('--lang <language>', 'only solutions in python or typescript')
  .option('--quick', 'one seed, without the hidden load, the other and the partial answers, as the tests do')
  .option('--record <file>', 'write the outcome there, as Markdown, and what the references measure to challenges/reference-runs.json')
  .addOption(new Option('--recording').hideHelp())
  .option('--json', 'print only the outcome, as JSON')
  .action(async (slug, options) => (await import('./commands/check.ts')).runCheck(slug, options));

program
  .command('bench')
  .description('speed of the engine and of both guests, beside a reference measured in the same run')
  .option('--lang <language>', 'only this guest: python or typescript')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./commands/bench.ts')).runBench(options));

for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message. Help that was asked for is no error.
    process.exitCode = error.exitCode === 0 ? EXIT.ran : EXIT.badUsage;
  } else if (error instanceof UsageError || error instanceof ChallengeError || error instanceof GuestFailure) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof GuestFailure ? EXIT.guestFailed : EXIT.badUsage;
  } else {
    throw error;
  }
}
