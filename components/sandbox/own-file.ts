// Files that the build laid out under /runtime, packed by gzip.
import { z } from 'zod';

export const MANIFEST_URL = '/runtime/manifest.json';
export const ManifestFile = z.object({ url: z.string().regex(/^\/runtime\/[\w.-]+$/), bytes: z.number().positive() });

export async function fetchOwn(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal, credentials: 'omit' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** Told by the content and not by the name: a server may already have unpacked it on the way. */
export async function unpack(blob: Blob): Promise<ArrayBuffer> {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) return blob.arrayBuffer();
  return new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
