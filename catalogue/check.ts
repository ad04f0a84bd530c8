// Checks challenges: structure first, and where that is sound, the proof by running.
import { type Proof, type ProofHost, proveChallenge } from './check-proof.ts';
import { checkStructure } from './check-structure.ts';
import { loadReferenceRuns } from './load.ts';
import { checkReferenceRuns } from './reference-runs.ts';

export interface Checked {
  readonly slug: string;
  /** Each begins with a file or a program; none: the challenge is sound. */
  readonly problems: readonly string[];
  /** Empty where the structure was not sound. */
  readonly proofs: readonly Proof[];
}

export async function checkChallenge(slug: string, root: string, host: ProofHost): Promise<Checked> {
  const problems = checkStructure(slug, root);
  if (problems.length > 0) return { slug, problems, proofs: [] };
  const proofs = await proveChallenge(slug, root, host);
  return {
    slug,
    problems: [
      ...proofs.flatMap((proof) => proof.problems.map((problem) => `${proof.language}, ${proof.what}: ${problem}`)),
      ...(host.compareRecorded === false ? [] : checkReferenceRuns(proofs, loadReferenceRuns(root)[slug] ?? {})),
    ],
    proofs,
  };
}
