// What JavaScript's built-ins cost by the size of what they work on, in ns. Measured with Node 20.20 (V8 11.3), best of 150 on a shared machine
// where CPython 3.11 takes 1,570 us for the loop of docs/fidelity.md, scaled to the 1,400 us that userCodeUs stands for. Callbacks of the user
// count themselves and are not in these figures.

/** JSON: a call and a character. Objects 4.1, integers 2.1, floats 4.2, long strings 1.0 written; 5.5, 2.5 and 0.34 read. */
export const JSON_CALL_NS = 140;
export const JSON_WRITE_NS = 3.6;
export const JSON_READ_NS = 4.5;
export const JSON_INDENT_FACTOR = 1.2;

/** An element of an array: with a callback each. */
export const EACH_NS: Readonly<Record<string, number>> = { map: 7, filter: 8, forEach: 5, reduce: 5, reduceRight: 5, flatMap: 80 };
/** With a callback, until found. */
export const SEEK_NS: Readonly<Record<string, number>> = { find: 4, findIndex: 4, findLast: 4, findLastIndex: 4, some: 4, every: 4 };
/** Without one: an element looked at or moved. */
export const SCAN_NS = 0.6;
export const COPY_NS = 0.3;
export const TO_COPY_NS = 0.6;
export const FILL_NS = 1;
export const JOIN_NS = 11;
export const UNSHIFT_NS = 1.4;
/** shift of an array moves all elements only beyond this length. */
export const LONG_ARRAY = 50_000;
export const SHIFT_NS = 0.4;
export const FROM_ARRAY_NS = 0.3;
export const FROM_NS = 10;
export const FROM_MAPPED_NS = 24;
/** A comparison of sort, n log2 n of them: with a comparator (beside its own count), and by text; more where the elements leave the cache. */
export const COMPARE_NS = 8;
export const COMPARE_TEXT_NS = 12;
/** ... of a typed array's numbers without a comparator, however many: 3.2 to 3.9 ms for 60,000 of them (Int32Array; a float takes up to three times as long). */
export const COMPARE_NUMBERS_NS = 3.5;
export const FAR_ELEMENTS = 10_000;
export const FAR_FACTOR = 2;

/** An element put into a Set or a Map by its constructor. */
export const SET_NS = 12;
export const MAP_NS = 26;

/** A character of a text. */
export const REPEAT_NS = 0.06;
export const SPLIT_NS = 0.4;
export const REPLACE_NS = 0.8;
export const MATCH_NS = 4;
export const TEXT_SEARCH_NS = 0.15;
export const CASE_NS = 0.12;
export const NORMALIZE_NS = 0.4;
export const REGEXP_NS = 0.3;
export const REGEXP_CALL_NS = 15;
export const LOCALE_COMPARE_NS = 10;
export const URI_NS = 1.4;

/** A value inside what structuredClone copies, and a call. */
export const CLONE_NS = 90;
export const CLONE_CALL_NS = 750;
