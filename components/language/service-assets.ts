// The server's script and its library, as the build laid them out.
import { z } from 'zod';
import { fetchOwn, MANIFEST_URL, ManifestFile, unpack } from '../sandbox/own-file.ts';
import type { ServerPort } from './language-server.ts';
import type { ServiceAssets } from './language-service.ts';
import type { ProgramLanguage } from './program-language.ts';

const Manifest = z.object({ editor: z.record(z.string(), ManifestFile) });
const Library = z.record(z.string(), z.string());

export async function fetchServiceAssets(language: ProgramLanguage, signal: AbortSignal): Promise<ServiceAssets> {
  const { editor } = Manifest.parse(await (await fetchOwn(MANIFEST_URL, signal)).json());
  const load = async (name: string) => {
    const file = editor[name];
    if (!file) throw new Error(`${MANIFEST_URL}: no ${name}`);
    return unpack(await (await fetchOwn(file.url, signal)).blob());
  };
  const [script, library] = await Promise.all([load(`${language}Server`), load(`${language}Library`)]);
  return {
    script: new Blob([script], { type: 'text/javascript' }),
    library: Library.parse(JSON.parse(new TextDecoder().decode(library))),
  };
}

/** From a blob, a worker keeps the page's policy: no other origin, whatever the server would like to fetch. */
export function createServerWorker(language: ProgramLanguage, script: Blob): ServerPort {
  const url = URL.createObjectURL(script);
  const worker = new Worker(url, { name: `${language}-language-server` });
  URL.revokeObjectURL(url);
  return worker as ServerPort;
}
