// What is going on while a run takes its seconds, on stderr: one line that moves on a terminal, one line a stage elsewhere.
import type { StageReport } from '#judge/report.ts';
import { wordRps, wordShare } from './words.ts';

export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #rps = 0;
  #lineOpen = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  stageStarted(offeredRps: number): void {
    this.#rps = offeredRps;
    this.stageAdvanced(0, 0, 0);
  }

  stageAdvanced(fraction: number, completed: number, inFlight: number): void {
    if (!this.#stream.isTTY) return;
    this.#stream.write(`\r\u001b[K${wordRps(this.#rps)} rps  ${wordShare(fraction)}  ${completed} answered, ${inFlight} open`);
    this.#lineOpen = true;
  }

  stageDone(stage: StageReport): void {
    this.end();
    if (!this.#stream.isTTY) this.#stream.write(`${wordRps(stage.offeredRps)} rps: ${stage.passed ? 'held' : 'fell'}\n`);
  }

  end(): void {
    if (this.#lineOpen) this.#stream.write('\r\u001b[K');
    this.#lineOpen = false;
  }
}
