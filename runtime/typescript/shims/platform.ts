// What every program has without an import: registers the makers of globals.
import './timers.ts';
import './console.ts';
import './web/globals.ts';
