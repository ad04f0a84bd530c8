// Array literals, '{1,NULL,{2}}', as nested arrays.

export function parseArray(text: string, parse: ((text: string) => unknown) | null): unknown[] {
  // Bounds that do not begin at 1, "[0:1]={1,2}", are dropped.
  let at = text[0] === '[' ? text.indexOf('=') + 1 : 0;
  const outer: unknown[][] = [];
  let list: unknown[] = [];
  const add = (value: string) => list.push(parse ? parse(value) : value);
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === '{') {
      outer.push(list);
      list = [];
    } else if (character === '}') {
      const done = list;
      list = outer.pop() as unknown[];
      list.push(done);
    } else if (character === '"') {
      let value = '';
      for (at++; text[at] !== '"'; at++) {
        if (text[at] === '\\') at++;
        value += text[at];
      }
      add(value);
    } else if (character !== ',') {
      let end = at;
      while (end < text.length && text[end] !== ',' && text[end] !== '}') end++;
      const value = text.slice(at, end);
      if (value === 'NULL') list.push(null);
      else add(value);
      at = end - 1;
    }
  }
  return list[0] as unknown[];
}
