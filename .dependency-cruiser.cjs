// The import rule: a room may import the rooms below it, never those above (docs/architecture.md). The table is the rule.
const below = {
  engine: [],
  runtime: ['engine'],
  judge: ['runtime', 'engine'],
  catalogue: ['judge', 'engine'],
  interview: ['judge', 'engine'],
  cli: ['catalogue', 'judge', 'runtime', 'engine'],
  server: ['interview', 'catalogue', 'judge', 'runtime', 'engine'],
  fidelity: ['cli', 'catalogue', 'judge', 'runtime', 'engine'],
  components: ['interview', 'catalogue', 'judge', 'runtime', 'engine'],
  app: ['components', 'server', 'interview', 'catalogue', 'judge', 'runtime', 'engine'],
};
const rooms = Object.keys(below).join('|');
const tests = '[.]test[.]tsx?$|/testing/|/fixtures/';

module.exports = {
  forbidden: [
    ...Object.entries(below).map(([room, allowed]) => ({
      name: `${room}-imports-down`,
      comment: `${room}/ may import ${allowed.length ? allowed.join(', ') : 'no other room'}.`,
      severity: 'error',
      from: { path: `^${room}/`, pathNot: tests },
      to: { path: `^(${rooms})/`, pathNot: `^(${[room, ...allowed].join('|')})/` },
    })),
    {
      name: 'engine-imports-nothing',
      comment: 'The engine runs unchanged in a browser worker, in Node and in the verifier: no npm, no node:.',
      severity: 'error',
      from: { path: '^engine/', pathNot: tests },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'unknown'] },
    },
    {
      name: 'answers-have-one-door',
      comment: 'Reference solutions and traps are read by catalogue/answers.ts, for the command line only.',
      severity: 'error',
      from: { path: '^(app|components|judge|runtime|engine)/' },
      to: { path: '^catalogue/answers[.]ts$' },
    },
    {
      name: 'components-take-the-schema-only',
      comment: 'Loading reads the disk: pages do it and hand data to components.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^catalogue/(load|check|answers)[.]ts$' },
    },
    {
      name: 'nobody-imports-challenges',
      severity: 'error',
      from: { path: `^(${rooms})/` },
      to: { path: '^challenges/' },
    },
    {
      name: 'nobody-imports-a-test',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: '[.]test[.]tsx?$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|[.]next|public)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
