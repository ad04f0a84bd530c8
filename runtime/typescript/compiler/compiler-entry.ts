// What the page's script of the compiler holds (Compiler in typescript-guest.ts).
export { compileModule } from './compile.ts';
export { describeSyntax } from './syntax.ts';
