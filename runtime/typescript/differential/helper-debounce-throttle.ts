const debounce = (f: (...a: any[]) => void, ms: number) => { let t: any; return (...a: any[]) => { clearTimeout(t); t = setTimeout(() => f(...a), ms); }; };
const throttle = (f: (...a: any[]) => void, ms: number) => { let busy = false; return (...a: any[]) => { if (busy) return; busy = true; f(...a); setTimeout(() => { busy = false; }, ms); }; };
const d = debounce((x) => console.log('debounced', x), 90), t = throttle((x) => console.log('throttled', x), 100);
d(1); d(2); d(3); t('a'); t('b');
setTimeout(() => { d(4); t('c'); }, 10); setTimeout(() => { d(5); t("d"); }, 250);
