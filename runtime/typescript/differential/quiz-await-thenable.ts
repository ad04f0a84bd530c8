const a = async () => { await b(); console.log('a end'); };
const b = () => ({ then(r: any) { console.log('thenable'); r(); } }) as any;
a(); Promise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3));
(async () => { console.log('c', await { then: (r: any) => setTimeout(r, 5, 'late') }); })();
