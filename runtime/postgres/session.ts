// A client's session: its open transaction and its settings. All sessions share PGlite's one connection.
import type { Transaction } from './transaction.ts';

export interface Session {
  transaction: Transaction | null;
  /** SET and RESET statements, in order, that make the session's settings. */
  settings: string[];
  /** Stands for the settings in the keys of remembered answers; empty: the defaults. */
  settingsKey: string;
}
