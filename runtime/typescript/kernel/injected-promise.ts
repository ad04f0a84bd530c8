// In the kernel and its stand-ins Promise is ours too: esbuild lowers their async functions onto it (bundle-kernel.ts).
export { GuestPromise as Promise } from './promise.ts';
