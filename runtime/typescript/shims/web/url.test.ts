import { describe, expect, it } from 'vitest';
import { URL as OurUrl } from './url.ts';
import { URLSearchParams as OurParams } from './url-search-params.ts';

const INPUTS =
  `http://localhost/items/12?a=1&b=2 http://localhost http://localhost? http://localhost# http://localhost/?# HTTP://EXAMPLE.test/A/../b/./c
  http://example.test:80/ https://example.test:443/x http://example.test:8080/x http://example.test:65536/ http://example.test:/ http://user:pa%20ss@host/
  http://user@host http://@host http://:pw@host http://user:@host/ http://a/%2e%2E/b http://a/b/%2e http://a/b/. http://a/b/.. http://a/.../x http://a/..x/y.
  http://a//b//../c http://a\\b\\c http:\\\\a\\b http:a http:/a http:///a https:/a?x http://1.2.3.4/ http://1.2.3/ http://0x7f.1/ http://256.1.1.1/ http://1.2.3.4.5/ http://0300.1/
  http://4294967295/ http://4294967296/ http://1.2.3.4./ http://a.1/ http://a.0x/ http://[::1]/ http://[1:2:3:4:5:6:7:8]:90/ http://[1::8] http://[::127.0.0.1]/ http://[1:0:0:2::]
  http://[1:2]/ http://[::1 http://[g::]/ http://a%62c/ http://a%2fb/ http://a<b/ http://a|b/ http://a^b/ http://a_b-c.d/ http://-a/ http://a..b/ http://./ http://%zz/
  http://a/%zz http://a/%41 http://a/ä?ö#ü http://a/'"<>\`{}|^~ http://a/?'"<>\`{}|^~ http://a/#'"<>\`{}|^~ http://a/?a=b%20c+d http://a/?q=[1]&r={x} ftp://f/x;type=a
  ws://w:80/ wss://w:443/ ws://w/a?b file:///a/b file:///C:/x file:a file://host/share file:///C|/x/.. file:///a/../.. file://localhost/x file:/x file: mailto:a@b.c mailto:a?b#c
  data:text/plain,hi%20there javascript:alert(1) postgres://u:p@db.test:5432/name?ssl=1 postgres://db/a/../b redis://localhost:6379/0 redis:// redis:/x redis:///x foo://HOST/A
  foo://h:99999/ foo://a%zz/ foo://a<b/ foo:a/b/../c foo:/a/../b foo://[::1]/x about:blank blob:http://a/b 1http://a // /x x ?x #x / . .. ./a ../a a/b //h/x //h:9/x \\x http://
  https:// http://? http:/// http://a:b/ http://a:-1/ http://a:0/ http://a:00080/ non-special:opaque%20 x:`
    .split(/\s+/)
    .concat([
      '',
      ' http://a/ b ',
      'http://a/\tb\n',
      'ht\ntp://a',
      'http://a b/',
      'http://a/ b?c d#e f',
      'mailto: a b ',
      'http://a/\ud800',
      'foo:// /',
    ]);
const BASES = [
  undefined,
  'http://base.test/dir/file?q#h',
  'https://base.test',
  'file:///dir/file',
  'file:///C:/dir/file',
  'foo://host/dir/file',
  'foo:/dir/file',
  'mailto:someone',
  'not a base',
];

const FIELDS = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const;

function partsOf(make: () => URL | OurUrl): unknown {
  try {
    const url = make();
    return Object.fromEntries(FIELDS.map((field) => [field, url[field]]));
  } catch (error) {
    const { name, message, code, input } = error as Record<string, unknown>;
    return { name, message, code, input };
  }
}

describe('URL', () => {
  it('has the parts, and the errors, of Node’s for every input and base', () => {
    const all = (kind: typeof URL) => BASES.flatMap((base) => INPUTS.map((input) => [input, base, partsOf(() => new kind(input, base))]));
    expect(all(OurUrl as unknown as typeof URL)).toEqual(all(URL));
  });

  it('changes its parts as Node’s does', () => {
    const values = [
      '',
      'x',
      'x:81',
      '81',
      '0',
      '99999',
      '8a',
      '/a/../b',
      '?a=b',
      '#c',
      'https',
      'ftp:',
      'foo',
      'a b',
      'ä',
      '[::1]',
      'h:',
      'a/b',
      'u@v',
      '..',
      "'",
    ];
    const starts = ['http://u:p@host:8080/a/b?c=d#e', 'foo://h/x', 'foo:opaque', 'file:///x', 'https://h/'];
    const ours: unknown[] = [];
    const native: unknown[] = [];
    for (const start of starts)
      for (const field of FIELDS)
        for (const value of values) {
          // Node's own departures from the standard.
          if ((field === 'port' && value.includes(':')) || (field === 'pathname' && value === '..' && start.startsWith('foo://'))) continue;
          if (field === 'origin' || field === 'href' || (/host/.test(field) && value === 'ä')) continue;
          const change = (made: URL | OurUrl) => {
            (made as unknown as Record<string, string>)[field] = value;
            return made;
          };
          ours.push([start, field, value, partsOf(() => change(new OurUrl(start)))]);
          native.push([start, field, value, partsOf(() => change(new URL(start)))]);
        }
    expect(ours).toEqual(native);
  });

  it('and its search parameters tell each other of changes', () => {
    const url = new OurUrl('http://a/?x=1&y=2');
    url.searchParams.append('z', 'ä +');
    expect(url.href).toBe('http://a/?x=1&y=2&z=%C3%A4+%2B');
    url.search = '?n=1';
    expect(url.searchParams.get('n')).toBe('1');
    url.searchParams.delete('n');
    expect(url.href).toBe('http://a/');
  });
});

describe('URLSearchParams', () => {
  it('reads and writes as Node’s', () => {
    for (const text of ['', '?a=1', 'a=1&a=2&b', '&&=x&y=', 'a+b=c%20d', '%zz=%41%', 'ä=ö', '%ff=%C3%A4', "a=~!*()'", '??a', 'a=b=c'])
      expect([...new OurParams(text), new OurParams(text).toString()]).toEqual([
        ...new URLSearchParams(text),
        new URLSearchParams(text).toString(),
      ]);
  });

  it('is made of records, pairs and other parameters', () => {
    expect(new OurParams({ a: '1', b: 'x y' }).toString()).toBe('a=1&b=x+y');
    expect(
      new OurParams([
        ['b', '2'],
        ['a', '1'],
        ['b', '1'],
      ]).toString(),
    ).toBe('b=2&a=1&b=1');
    const params = new OurParams(new OurParams('b=2&a=1&b=1'));
    params.sort();
    params.set('b', '3');
    expect([params.toString(), params.size, params.getAll('b'), params.has('b', '2')]).toEqual(['a=1&b=3', 2, ['3'], false]);
  });
});
