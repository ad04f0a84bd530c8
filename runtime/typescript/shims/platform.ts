// What every program has without an import: registers the makers of globals.
import './timers.ts';
import './console.ts';
import './encoding.ts';
import './crypto/crypto.ts';
import './structured-clone.ts';
import './collections.ts';
import './date.ts';
import './intl.ts';
import './math.ts';
import './performance.ts';
import './process.ts';
import './proxy.ts';
import './web/globals.ts';
import './dom-exception.ts';
import './events/events.ts';
import './undici/fetch.ts';
