// Backend messages of the Postgres wire protocol, read into one record per command. Values stay in Postgres' text format.

export interface PostgresFailure {
  readonly severity: string;
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  /** Of a statement for many rows of parameters: the row that it failed at, from 1. */
  readonly row?: number;
}

export type Column = readonly [name: string, oid: number];

export interface CommandResult {
  params: number[];
  columns: Column[];
  rows: (string | null)[][];
  /** Bytes of the row messages, as they would cross the network. */
  bytes: number;
  tag: string;
}

export interface BatchResult {
  readonly commands: CommandResult[];
  readonly failure: PostgresFailure | null;
  readonly notices: PostgresFailure[];
  /** I: idle, T: in a transaction, E: in an aborted one; empty when Postgres did not come back. */
  readonly status: string;
}

/** From the command's tag: "INSERT 0 3", "UPDATE 1". */
export function changedRows(result: CommandResult | null): number {
  return Number(/^(?:INSERT \d+|UPDATE|DELETE|MERGE) (\d+)$/.exec(result?.tag ?? '')?.[1] ?? 0);
}

const FAILURE_FIELDS: Readonly<Record<string, Exclude<keyof PostgresFailure, 'row'>>> = {
  V: 'severity',
  C: 'sqlstate',
  M: 'message',
  D: 'detail',
  H: 'hint',
  P: 'position',
  s: 'schema',
  t: 'table',
  c: 'column',
  n: 'constraint',
};

const decoder = new TextDecoder();

export function readBatch(bytes: Uint8Array): BatchResult {
  const commands: CommandResult[] = [];
  const notices: PostgresFailure[] = [];
  let failure: PostgresFailure | null = null;
  let status = '';
  let command = emptyCommand();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 5 <= bytes.length; ) {
    const kind = bytes[at];
    const length = view.getInt32(at + 1);
    const body = at + 5;
    at += 1 + length;
    switch (kind) {
      case 0x44: // D: DataRow
        command.rows.push(readRow(bytes, view, body));
        command.bytes += length + 1;
        break;
      case 0x54: // T: RowDescription
        command.columns = readColumns(bytes, view, body);
        break;
      case 0x74: // t: ParameterDescription
        for (let i = 0, n = view.getInt16(body); i < n; i++) command.params.push(view.getUint32(body + 2 + 4 * i));
        break;
      case 0x43: // C: CommandComplete
        command.tag = readText(bytes, body, at - 1);
        commands.push(command);
        command = emptyCommand();
        break;
      case 0x49: // I: EmptyQueryResponse
        commands.push(command);
        command = emptyCommand();
        break;
      case 0x45: // E: ErrorResponse
        failure ??= readFailure(bytes, body, at);
        command = emptyCommand();
        break;
      case 0x4e: // N: NoticeResponse
        notices.push(readFailure(bytes, body, at));
        break;
      case 0x5a: // Z: ReadyForQuery
        status = String.fromCharCode(bytes[body] ?? 0);
        // A description without an execution (describe only) is a command of its own.
        if (command.params.length > 0 || command.columns.length > 0) commands.push(command);
        command = emptyCommand();
        break;
    }
  }
  return { commands, failure, notices, status };
}

function emptyCommand(): CommandResult {
  return { params: [], columns: [], rows: [], bytes: 0, tag: '' };
}

function readRow(bytes: Uint8Array, view: DataView, body: number): (string | null)[] {
  const row: (string | null)[] = [];
  let at = body + 2;
  for (let i = view.getInt16(body); i > 0; i--) {
    const length = view.getInt32(at);
    at += 4;
    if (length < 0) row.push(null);
    else {
      row.push(readText(bytes, at, at + length));
      at += length;
    }
  }
  return row;
}

function readColumns(bytes: Uint8Array, view: DataView, body: number): Column[] {
  const columns: Column[] = [];
  let at = body + 2;
  for (let i = view.getInt16(body); i > 0; i--) {
    const end = bytes.indexOf(0, at);
    columns.push([readText(bytes, at, end), view.getUint32(end + 7)]);
    at = end + 19;
  }
  return columns;
}

function readFailure(bytes: Uint8Array, body: number, end: number): PostgresFailure {
  const fields: Record<string, string> = { severity: 'ERROR', sqlstate: 'XX000', message: '' };
  for (let at = body; at < end && bytes[at] !== 0; ) {
    const stop = bytes.indexOf(0, at + 1);
    const name = FAILURE_FIELDS[String.fromCharCode(bytes[at] ?? 0)];
    if (name) fields[name] = readText(bytes, at + 1, stop);
    at = stop + 1;
  }
  return fields as unknown as PostgresFailure;
}

/** Short ASCII text is the rule in rows and quicker without the decoder. */
function readText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 24) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte > 127) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}
