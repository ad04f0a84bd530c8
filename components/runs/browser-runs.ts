// The one store of this page, over the browser's database; tabs tell each other when they have changed it.
import { openIndexedShelf } from './indexed-shelf.ts';
import { RunStore } from './run-store.ts';

const CHANNEL = 'surge:runs';

let store: RunStore | null = null;

export function browserRuns(): RunStore {
  if (store) return store;
  const own = new RunStore(async () => openIndexedShelf(window.indexedDB));
  store = own;
  if (typeof BroadcastChannel !== 'undefined') {
    const channel = new BroadcastChannel(CHANNEL);
    let fromOutside = false;
    channel.onmessage = () => {
      fromOutside = true;
      own.changed();
      fromOutside = false;
    };
    own.subscribe(() => {
      if (!fromOutside) channel.postMessage('changed');
    });
  }
  return own;
}
