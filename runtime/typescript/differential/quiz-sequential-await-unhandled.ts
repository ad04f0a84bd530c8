process.on('unhandledRejection', (e: any) => console.log('unhandled', e.message));
process.on('rejectionHandled', () => console.log('handled after all'));
const fail = (ms: number, text: string) => new Promise((_, reject) => setTimeout(() => reject(new Error(text)), ms));
async function main() {
  const slow = new Promise((r) => setTimeout(r, 60, 'slow value'));
  const quick = fail(10, 'quick failure');
  console.log(await slow);
  try { await quick; } catch (e: any) { console.log('caught', e.message); }
}
main().then(() => console.log('main ends'));
