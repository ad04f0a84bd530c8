// Stand-in for pg 8 and pg-pool 3: their API and behaviour, against the simulated database.
import { notSimulated, stateOf } from '../../kernel/worker.ts';
import { Client } from './client.ts';
import { DatabaseError } from './database-error.ts';
import { driver } from './driver.ts';
import { Pool } from './pool.ts';
import { Result } from './result.ts';
import { makeTypes, TypeOverrides } from './types.ts';
import { escapeIdentifier, escapeLiteral, shownValue } from './values.ts';

const AVAILABLE = 'Pool, Client, types, DatabaseError, TypeOverrides, escapeIdentifier, escapeLiteral, defaults';
const NOT_SIMULATED = ['Query', 'Connection'];

for (const shared of [escapeIdentifier, escapeLiteral, shownValue]) Object.freeze(shared);

function namespace(): object {
  const pg = {
    Pool,
    Client,
    DatabaseError,
    Result,
    TypeOverrides,
    types: typesOf(),
    defaults: driver().defaults,
    escapeIdentifier,
    escapeLiteral,
    utils: { prepareValue: shownValue, escapeIdentifier, escapeLiteral },
  };
  for (const name of NOT_SIMULATED)
    Object.defineProperty(pg, name, { get: () => notSimulated(`pg.${name}`, AVAILABLE), enumerable: false });
  Object.defineProperty(pg, 'native', { value: null, enumerable: false });
  return pg;
}

/** The same object for whoever imports it in one process. */
function typesOf(): object {
  return stateOf('pg types', makeTypes);
}

export const PG_MODULES = {
  pg: namespace,
  'pg-pool': () => ({ default: Pool, Pool }),
  'pg-types': () => ({ ...typesOf(), default: typesOf() }),
};
