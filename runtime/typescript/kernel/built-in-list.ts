// The built-ins of JavaScript that programs meet, wherever the simulation runs: those of Node 20 (V8 11.3). Engines that are newer have more, and
// libraries look for them (Set.prototype.union, Iterator.prototype.map, Object.groupBy): the same program would run otherwise. Left out of Node's: what
// RegExp tells of the last match (the host's matches are among them), and what Intl.Locale tells by names that have changed since.

/** "Object: its own keys", one to a line; further lines are indented. @@name: the symbol Symbol.name. */
export const BUILT_INS = `
Object: assign create defineProperties defineProperty entries freeze fromEntries getOwnPropertyDescriptor getOwnPropertyDescriptors
  getOwnPropertyNames getOwnPropertySymbols getPrototypeOf hasOwn is isExtensible isFrozen isSealed keys length name preventExtensions prototype
  seal setPrototypeOf values
Object.prototype: __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ constructor hasOwnProperty isPrototypeOf
  propertyIsEnumerable toLocaleString toString valueOf
Function: length name prototype
Function.prototype: @@hasInstance apply arguments bind call caller constructor length name toString
Array: @@species from isArray length name of prototype
Array.prototype: @@iterator @@unscopables at concat constructor copyWithin entries every fill filter find findIndex findLast findLastIndex flat
  flatMap forEach includes indexOf join keys lastIndexOf length map pop push reduce reduceRight reverse shift slice some sort splice
  toLocaleString toReversed toSorted toSpliced toString unshift values with
String: fromCharCode fromCodePoint length name prototype raw
String.prototype: @@iterator anchor at big blink bold charAt charCodeAt codePointAt concat constructor endsWith fixed fontcolor fontsize includes
  indexOf isWellFormed italics lastIndexOf length link localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search
  slice small split startsWith strike sub substr substring sup toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase toWellFormed
  trim trimEnd trimLeft trimRight trimStart valueOf
Number: EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY isFinite isInteger isNaN
  isSafeInteger length name parseFloat parseInt prototype
Number.prototype: constructor toExponential toFixed toLocaleString toPrecision toString valueOf
Boolean: length name prototype
Boolean.prototype: constructor toString valueOf
BigInt: asIntN asUintN length name prototype
BigInt.prototype: @@toStringTag constructor toLocaleString toString valueOf
Symbol: asyncDispose asyncIterator dispose for hasInstance isConcatSpreadable iterator keyFor length match matchAll name prototype replace search
  species split toPrimitive toStringTag unscopables
Symbol.prototype: @@toPrimitive @@toStringTag constructor description toString valueOf
Math: @@toStringTag E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor
  fround hypot imul log log10 log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc
JSON: @@toStringTag parse stringify
Reflect: @@toStringTag apply construct defineProperty deleteProperty get getOwnPropertyDescriptor getPrototypeOf has isExtensible ownKeys
  preventExtensions set setPrototypeOf
Proxy: length name prototype revocable
Map: @@species length name prototype
Map.prototype: @@iterator @@toStringTag clear constructor delete entries forEach get has keys set size values
Set: @@species length name prototype
Set.prototype: @@iterator @@toStringTag add clear constructor delete entries forEach has keys size values
WeakMap: length name prototype
WeakMap.prototype: @@toStringTag constructor delete get has set
WeakSet: length name prototype
WeakSet.prototype: @@toStringTag add constructor delete has
RegExp: @@species length name prototype
RegExp.prototype: @@match @@matchAll @@replace @@search @@split constructor dotAll exec flags global hasIndices ignoreCase multiline
  source sticky test toString unicode unicodeSets
Date: UTC length name now parse prototype
Date.prototype: @@toPrimitive constructor getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime
  getTimezoneOffset getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds getYear setDate
  setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds
  setUTCMinutes setUTCMonth setUTCSeconds setYear toDateString toGMTString toISOString toJSON toLocaleDateString toLocaleString toLocaleTimeString
  toString toTimeString toUTCString valueOf
Error: captureStackTrace length name prototype stackTraceLimit
Error.prototype: constructor message name toString
EvalError: length name prototype
EvalError.prototype: constructor message name
RangeError: length name prototype
RangeError.prototype: constructor message name
ReferenceError: length name prototype
ReferenceError.prototype: constructor message name
SyntaxError: length name prototype
SyntaxError.prototype: constructor message name
TypeError: length name prototype
TypeError.prototype: constructor message name
URIError: length name prototype
URIError.prototype: constructor message name
AggregateError: length name prototype
AggregateError.prototype: constructor message name
ArrayBuffer: @@species isView length name prototype
ArrayBuffer.prototype: @@toStringTag byteLength constructor maxByteLength resizable resize slice
DataView: length name prototype
DataView.prototype: @@toStringTag buffer byteLength byteOffset constructor getBigInt64 getBigUint64 getFloat32 getFloat64 getInt16 getInt32
  getInt8 getUint16 getUint32 getUint8 setBigInt64 setBigUint64 setFloat32 setFloat64 setInt16 setInt32 setInt8 setUint16 setUint32 setUint8
Int8Array: BYTES_PER_ELEMENT length name prototype
Int8Array.prototype: BYTES_PER_ELEMENT constructor
Uint8Array: BYTES_PER_ELEMENT length name prototype
Uint8Array.prototype: BYTES_PER_ELEMENT constructor
Uint8ClampedArray: BYTES_PER_ELEMENT length name prototype
Uint8ClampedArray.prototype: BYTES_PER_ELEMENT constructor
Int16Array: BYTES_PER_ELEMENT length name prototype
Int16Array.prototype: BYTES_PER_ELEMENT constructor
Uint16Array: BYTES_PER_ELEMENT length name prototype
Uint16Array.prototype: BYTES_PER_ELEMENT constructor
Int32Array: BYTES_PER_ELEMENT length name prototype
Int32Array.prototype: BYTES_PER_ELEMENT constructor
Uint32Array: BYTES_PER_ELEMENT length name prototype
Uint32Array.prototype: BYTES_PER_ELEMENT constructor
Float32Array: BYTES_PER_ELEMENT length name prototype
Float32Array.prototype: BYTES_PER_ELEMENT constructor
Float64Array: BYTES_PER_ELEMENT length name prototype
Float64Array.prototype: BYTES_PER_ELEMENT constructor
BigInt64Array: BYTES_PER_ELEMENT length name prototype
BigInt64Array.prototype: BYTES_PER_ELEMENT constructor
BigUint64Array: BYTES_PER_ELEMENT length name prototype
BigUint64Array.prototype: BYTES_PER_ELEMENT constructor
Intl: @@toStringTag Collator DateTimeFormat DisplayNames ListFormat Locale NumberFormat PluralRules RelativeTimeFormat Segmenter
  getCanonicalLocales supportedValuesOf
Intl.Collator: length name prototype supportedLocalesOf
Intl.Collator.prototype: @@toStringTag compare constructor resolvedOptions
Intl.DateTimeFormat: length name prototype supportedLocalesOf
Intl.DateTimeFormat.prototype: @@toStringTag constructor format formatRange formatRangeToParts formatToParts resolvedOptions
Intl.DisplayNames: length name prototype supportedLocalesOf
Intl.DisplayNames.prototype: @@toStringTag constructor of resolvedOptions
Intl.ListFormat: length name prototype supportedLocalesOf
Intl.ListFormat.prototype: @@toStringTag constructor format formatToParts resolvedOptions
Intl.Locale: length name prototype
Intl.Locale.prototype: @@toStringTag baseName calendar caseFirst collation constructor hourCycle language maximize minimize numberingSystem
  numeric region script toString
Intl.NumberFormat: length name prototype supportedLocalesOf
Intl.NumberFormat.prototype: @@toStringTag constructor format formatRange formatRangeToParts formatToParts resolvedOptions
Intl.PluralRules: length name prototype supportedLocalesOf
Intl.PluralRules.prototype: @@toStringTag constructor resolvedOptions select selectRange
Intl.RelativeTimeFormat: length name prototype supportedLocalesOf
Intl.RelativeTimeFormat.prototype: @@toStringTag constructor format formatToParts resolvedOptions
Intl.Segmenter: length name prototype supportedLocalesOf
Intl.Segmenter.prototype: @@toStringTag constructor resolvedOptions segment
TypedArray: @@species from length name of prototype
TypedArray.prototype: @@iterator @@toStringTag at buffer byteLength byteOffset constructor copyWithin entries every fill filter find findIndex
  findLast findLastIndex forEach includes indexOf join keys lastIndexOf length map reduce reduceRight reverse set slice some sort subarray
  toLocaleString toReversed toSorted toString values with
Iterator.prototype: @@iterator
ArrayIterator.prototype: @@toStringTag next
MapIterator.prototype: @@toStringTag next
SetIterator.prototype: @@toStringTag next
StringIterator.prototype: @@toStringTag next
RegExpStringIterator.prototype: @@toStringTag next
GeneratorFunction.prototype: @@toStringTag constructor prototype
Generator.prototype: @@toStringTag constructor next return throw
`;
