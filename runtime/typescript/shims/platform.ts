// What every program has without an import: registers the makers of globals.
import '../kernel/prune.ts';
import './timers.ts';
import './collections.ts';
import './console.ts';
import './crypto/crypto.ts';
import './date.ts';
import './encoding.ts';
import './intl.ts';
import './math.ts';
import './performance.ts';
import './process.ts';
import './proxy.ts';
import './structured-clone.ts';
import './web/globals.ts';
import './dom-exception.ts';
import './events/events.ts';
import './undici/fetch.ts';
