// A client's session: its open transaction and its settings. All sessions share PGlite's one connection.
import type { SessionTimeouts } from '#engine/database-port.ts';
import { afterSetting } from './session-timeouts.ts';
import type { Transaction } from './transaction.ts';

export interface Session {
  transaction: Transaction | null;
  /** SET and RESET statements, in order, that make the session's settings. */
  settings: string[];
  /** Stands for the settings in the keys of remembered answers; empty: the defaults. */
  settingsKey: string;
  timeouts: SessionTimeouts;
}

/** A SET or RESET that from now on belongs to the session. */
export function applySetting(session: Session, sql: string): void {
  session.settings = [...session.settings.filter((setting) => setting !== sql), sql];
  session.timeouts = afterSetting(session.timeouts, sql);
  session.settingsKey = `${session.settings.join(';\n')}\u0002`;
}
