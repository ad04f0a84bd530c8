import { FIVE_QUERIES } from '#cli/bench/five-queries.ts';
import { compileModule } from '#runtime/typescript/compiler/compile.ts';
console.log(compileModule(FIVE_QUERIES.typescript['main.ts'], { path: 'main.ts', fileIndex: 0 } as any).code);
