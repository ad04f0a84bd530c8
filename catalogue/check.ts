// Checks challenges: structure first, and where that is sound, the proof by running.
import { type ProofHost, proveChallenge } from './check-proof.ts';
import { checkStructure } from './check-structure.ts';

/** Problems, each beginning with a file or a program; none: the challenge is sound. */
export async function checkChallenge(slug: string, root: string, host: ProofHost): Promise<string[]> {
  const problems = checkStructure(slug, root);
  if (problems.length > 0) return problems;
  const proofs = await proveChallenge(slug, root, host);
  return proofs.flatMap((proof) => proof.problems.map((problem) => `${proof.language}, ${proof.what}: ${problem}`));
}
