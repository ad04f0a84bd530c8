// The shelf in the browser's own database. Two stores, so that a list of runs never reads a report.
import type { Program } from './run-record.ts';
import type { RunShelf } from './run-shelf.ts';

const DATABASE = 'surge';
const VERSION = 1;
const RUNS = 'runs';
const REPORTS = 'reports';
const BY_PROGRAM = 'program';

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What is written is kept only when the whole transaction is. */
function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(RUNS, { keyPath: 'id' }).createIndex(BY_PROGRAM, ['challenge', 'language']);
    request.result.createObjectStore(REPORTS);
  };
  return answered(request);
}

/** Rejects where the browser gives no database. */
export async function openIndexedShelf(factory: IDBFactory): Promise<RunShelf> {
  const database = await openDatabase(factory);
  if (!database.objectStoreNames.contains(RUNS)) throw new Error('the database has other stores');
  // Another tab with a newer page wants to change the stores: do not stand in its way.
  database.onversionchange = () => database.close();

  const reading = (store: string) => database.transaction(store, 'readonly').objectStore(store);

  return {
    runs: async (program?: Program) =>
      answered(program ? reading(RUNS).index(BY_PROGRAM).getAll([program.challenge, program.language]) : reading(RUNS).getAll()),
    reportIds: async () => (await answered(reading(REPORTS).getAllKeys())).map(String),
    report: async (id) => answered(reading(REPORTS).get(id)),
    async put(run, report) {
      const transaction = database.transaction([RUNS, REPORTS], 'readwrite');
      transaction.objectStore(RUNS).put(run);
      if (report !== undefined && report !== null) transaction.objectStore(REPORTS).put(report, run.id);
      return committed(transaction);
    },
    async dropReports(ids) {
      const transaction = database.transaction(REPORTS, 'readwrite');
      for (const id of ids) transaction.objectStore(REPORTS).delete(id);
      return committed(transaction);
    },
    async clear() {
      const transaction = database.transaction([RUNS, REPORTS], 'readwrite');
      transaction.objectStore(RUNS).clear();
      transaction.objectStore(REPORTS).clear();
      return committed(transaction);
    },
  };
}
