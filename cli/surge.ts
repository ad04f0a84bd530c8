// The surge command. Exit codes: 0 ran (whatever the score), 1 the guest failed, 2 bad usage or a bad world file.
import { Command, CommanderError } from 'commander';
import { GuestLoadError } from '#engine/guest-port.ts';
import { UsageError } from './usage-error.ts';

const program = new Command('surge')
  .description('How many requests per second does your async service survive? Simulated in virtual time.')
  .exitOverride()
  .showHelpAfterError('(surge --help shows all commands)');

program
  .command('list')
  .description('the challenges')
  .action(async () => (await import('./commands/list-command.ts')).listCommand());

program
  .command('run')
  .description("a program against a challenge; without --file the challenge's starter")
  .argument('<challenge>')
  .option('--lang <language>', 'python (default)')
  .option('--file <path>', 'your program: a file, or a folder with main.py')
  .option('--reference', "run the challenge's reference solution (for authors)")
  .option('--trap <name>', 'run one of the traps (for authors)')
  .option('--seed <n>', 'seed of the weather', '1')
  .option('--simulated <n>', "how many of the fleet's workers are run in full")
  .option('--json', 'print the report only')
  .action(async (challenge: string, options) => (await import('./commands/run-command.ts')).runCommand(challenge, options));

program
  .command('sim')
  .description('your own program against your own world')
  .argument('<program>', 'a file or a folder; Python: the module with `app`')
  .option('--world <file>', 'world file (JSON); without it the default world')
  .requiredOption('--rate <rps>', 'offered load, requests/s; several with commas')
  .option('--seconds <s>', 'virtual seconds of a stage, warm-up included', '8')
  .option('--warmup <s>', 'first part of it that is not measured', '2')
  .option('--lang <language>', 'python (default)')
  .option('--seed <n>', 'seed of the weather', '1')
  .option('--json', 'print the report only')
  .action(async (path: string, options) => (await import('./commands/sim-command.ts')).simCommand(path, options));

program
  .command('check')
  .description('every text is complete, every solution passes, every trap is caught for its stated reason')
  .argument('[challenge]')
  .action(async (challenge: string | undefined) => (await import('./commands/check-command.ts')).checkCommand(challenge));

program
  .command('bench')
  .description('speed of the engine and of the guests, beside a reference measured in the same run')
  .action(async () => (await import('./commands/bench-command.ts')).benchCommand());

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else if (error instanceof GuestLoadError) {
    for (const line of error.console) process.stderr.write(`${line}\n`);
    process.stderr.write(`${error.traceback || error.message}\n`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
