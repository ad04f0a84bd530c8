// node-postgres, as far as it is simulated.

declare module 'pg' {
  import type { EventEmitter } from 'node:events';

  interface ConnectionConfig {
    connectionString?: string;
    host?: string;
    port?: number;
    user?: string;
    password?: string | (() => string | Promise<string>);
    database?: string;
    application_name?: string;
    connectionTimeoutMillis?: number;
    query_timeout?: number;
    statement_timeout?: number | false;
    idle_in_transaction_session_timeout?: number;
    lock_timeout?: number;
    keepAlive?: boolean;
    ssl?: boolean | object;
    types?: { getTypeParser(oid: number, format?: string): (value: string) => any };
  }
  interface PoolConfig extends ConnectionConfig {
    /** Connections of one process at most: 10 unless said otherwise. */
    max?: number;
    min?: number;
    /** How long an idle connection stays open: 10,000 ms unless said otherwise. */
    idleTimeoutMillis?: number;
    maxLifetimeSeconds?: number;
    maxUses?: number;
    allowExitOnIdle?: boolean;
  }
  interface QueryConfig<Values extends any[] = any[]> {
    text: string;
    values?: Values;
    /** Prepared under this name, once for each connection. */
    name?: string;
    rowMode?: 'array';
    query_timeout?: number;
  }
  interface FieldDef {
    name: string;
    tableID: number;
    columnID: number;
    dataTypeID: number;
    dataTypeSize: number;
    dataTypeModifier: number;
    format: string;
  }
  interface QueryResult<Row = any> {
    command: string;
    rowCount: number | null;
    oid: number;
    fields: FieldDef[];
    rows: Row[];
  }
  interface QueryArrayResult<Row extends any[] = any[]> extends Omit<QueryResult, 'rows'> {
    rows: Row[];
  }
  type QueryCallback<Row> = (error: Error, result: QueryResult<Row>) => void;

  class ClientBase extends EventEmitter {
    query<Row = any>(text: string, values?: any[]): Promise<QueryResult<Row>>;
    query<Row extends any[] = any[]>(config: QueryConfig & { rowMode: 'array' }, values?: any[]): Promise<QueryArrayResult<Row>>;
    query<Row = any>(config: QueryConfig, values?: any[]): Promise<QueryResult<Row>>;
    query<Row = any>(text: string | QueryConfig, callback: QueryCallback<Row>): void;
    query<Row = any>(text: string | QueryConfig, values: any[], callback: QueryCallback<Row>): void;
    escapeIdentifier(text: string): string;
    escapeLiteral(text: string): string;
  }
  class Client extends ClientBase {
    constructor(config?: string | ConnectionConfig);
    connect(): Promise<void>;
    connect(callback: (error: Error) => void): void;
    end(): Promise<void>;
    end(callback: (error: Error) => void): void;
  }
  /** A connection of a pool: whoever takes it must release it, errors or not. */
  interface PoolClient extends ClientBase {
    /** Gives the connection back; with an error or true it is closed instead. */
    release(error?: Error | boolean): void;
  }
  class Pool extends EventEmitter {
    constructor(config?: PoolConfig);
    readonly totalCount: number;
    readonly idleCount: number;
    readonly waitingCount: number;
    readonly ended: boolean;
    readonly options: PoolConfig;
    connect(): Promise<PoolClient>;
    connect(callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: any) => void) => void): void;
    end(): Promise<void>;
    query<Row = any>(text: string, values?: any[]): Promise<QueryResult<Row>>;
    query<Row extends any[] = any[]>(config: QueryConfig & { rowMode: 'array' }, values?: any[]): Promise<QueryArrayResult<Row>>;
    query<Row = any>(config: QueryConfig, values?: any[]): Promise<QueryResult<Row>>;
    query<Row = any>(text: string | QueryConfig, callback: QueryCallback<Row>): void;
    query<Row = any>(text: string | QueryConfig, values: any[], callback: QueryCallback<Row>): void;
  }
  class DatabaseError extends Error {
    /** SQLSTATE: "23505" for a key that exists, "40P01" for a deadlock. */
    readonly code: string | undefined;
    readonly severity: string | undefined;
    readonly detail: string | undefined;
    readonly hint: string | undefined;
    readonly position: string | undefined;
    readonly where: string | undefined;
    readonly schema: string | undefined;
    readonly table: string | undefined;
    readonly column: string | undefined;
    readonly constraint: string | undefined;
    readonly routine: string | undefined;
  }
  const types: {
    builtins: Record<string, number>;
    getTypeParser(oid: number, format?: string): (value: string) => any;
    setTypeParser(oid: number, parse: (value: string) => any): void;
  };
  class TypeOverrides {
    constructor(types?: TypeOverrides);
    getTypeParser(oid: number, format?: string): (value: string) => any;
    setTypeParser(oid: number, parse: (value: string) => any): void;
  }
  const defaults: PoolConfig & Record<string, any>;
  function escapeIdentifier(text: string): string;
  function escapeLiteral(text: string): string;

  export {
    Client,
    ClientBase,
    type ConnectionConfig,
    type ConnectionConfig as ClientConfig,
    DatabaseError,
    defaults,
    escapeIdentifier,
    escapeLiteral,
    type FieldDef,
    Pool,
    type PoolClient,
    type PoolConfig,
    type QueryArrayResult,
    type QueryConfig,
    type QueryResult,
    TypeOverrides,
    types,
  };

  const pg: {
    Client: typeof Client;
    DatabaseError: typeof DatabaseError;
    Pool: typeof Pool;
    defaults: typeof defaults;
    types: typeof types;
    escapeIdentifier: typeof escapeIdentifier;
    escapeLiteral: typeof escapeLiteral;
  };
  export default pg;
}

declare module 'pg-pool' {
  export { Pool, Pool as default } from 'pg';
}

declare module 'pg-types' {
  import { types } from 'pg';
  export const builtins: typeof types.builtins;
  export const getTypeParser: typeof types.getTypeParser;
  export const setTypeParser: typeof types.setTypeParser;
  export default types;
}
