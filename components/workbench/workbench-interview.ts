// What the workbench needs of an interview, and what an interview gets to see of the workbench. Without one it is practice.
import type { ReactNode } from 'react';
import type { ProgramLanguage } from '../language/program-language.ts';
import type { RunState } from '../results/run-state.ts';
import type { SandboxStatus } from '../sandbox/sandbox-host.ts';
import type { Files } from './draft-store.ts';

export interface WorkbenchInterview {
  /** Programs are kept under it, apart from those of practice. */
  readonly id: string;
  /** It is over: nothing can be changed any more, and the debrief is open. */
  readonly over: boolean;
  /** Over, and this program has to be measured before the end is told. */
  readonly toMeasure: { readonly language: ProgramLanguage; readonly files: Files } | null;
  readonly hintsShown: number;
  /** Its runs by their ids. */
  readonly runNumbers: ReadonlyMap<string, number>;
  readonly clock: ReactNode;
  readonly interviewer: ReactNode;
  /** Above the panes and over them: what is not in order, and the end. */
  readonly notices: ReactNode;
  /** How much the interviewer has said, for a sign where it is out of sight. */
  readonly messages: number;
  hintPrice(number: number): number;
  onHint(number: number): void;
  /** A run has been asked for. `run` is the id of the version that is run. */
  onRun(run: string, language: ProgramLanguage, files: Files): void;
  /** After every change of the bench. */
  observe(bench: Bench): void;
}

export interface Bench {
  readonly language: ProgramLanguage;
  readonly status: SandboxStatus;
  readonly state: RunState;
  /** False until the drafts have been read. */
  readonly ready: boolean;
  readonly files: Files;
  /** Keeps what is not kept yet; false when the browser does not. */
  save(): boolean;
}
