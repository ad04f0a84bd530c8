for (var i = 0; i < 3; i++) setTimeout(() => console.log('var', i), 2);
for (let j = 0; j < 3; j++) setTimeout(() => console.log('let', j), 8);
for (var k = 0; k < 3; k++) setTimeout((k: number) => console.log('argument', k), 14, k);
for (var m = 0; m < 3; m++) ((m) => setTimeout(() => console.log('iife', m), 20))(m);
[1, 2].forEach(async (x) => { await null; console.log('forEach', x); }); console.log('after forEach');
for (let q = 0, f = () => q; q < 2; q++) { setTimeout(() => console.log('closure of init', f(), q), 26); }
