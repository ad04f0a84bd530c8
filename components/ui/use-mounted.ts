import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False on the server and while React takes over its page, true after. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
