// Proxy, as it is; console.log and util.inspect know the target of one, as Node's do.
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { proxies } from './inspect/kinds.ts';

const NativeProxy = Proxy;

function GuestProxy(target: object, handler: ProxyHandler<object>): object {
  if (!new.target) throw new TypeError("Constructor Proxy requires 'new'");
  const made = new NativeProxy(target, handler);
  proxies.set(made, { target, handler });
  return made;
}
Object.defineProperties(GuestProxy, {
  name: { value: 'Proxy' },
  prototype: { value: undefined },
  revocable: {
    value: (target: object, handler: ProxyHandler<object>) => {
      const made = NativeProxy.revocable(target, handler);
      proxies.set(made.proxy, { target, handler });
      return made;
    },
  },
});
Object.freeze(GuestProxy);

GLOBAL_MAKERS.push(() => ({ Proxy: GuestProxy }));
