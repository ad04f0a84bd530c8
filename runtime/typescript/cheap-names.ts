/** esbuild (keepNames) names functions anew each time that one is made. Most have their name already, and defining it takes longer than the call that
 *  follows. Texts without its helper stay as they are. */
export function cheapNames(script: string): string {
  return script.replace(
    /var __name = \(target, value\) => (.+);\n/,
    'var __name = (target, value) => target.name === value ? target : $1;\n',
  );
}
