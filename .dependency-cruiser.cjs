/** The layers of ARCHITECTURE.md as rules. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^src/shared' },
      to: { pathNot: ['^src/shared', '^node_modules/zod', '^node_modules/yaml'] },
    },
    {
      name: 'renderer-imports-only-shared',
      severity: 'error',
      from: { path: '^src/renderer' },
      to: { path: '^src/(main|practice|preload|storage)' },
    },
    { name: 'renderer-has-no-node', severity: 'error', from: { path: '^src/renderer' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'storage-imports-only-shared',
      severity: 'error',
      from: { path: '^src/storage' },
      to: { path: '^src/(main|practice|preload|renderer)' },
    },
    {
      name: 'practice-imports-only-shared-and-storage',
      severity: 'error',
      from: { path: '^src/practice' },
      to: { path: '^src/(main|renderer|preload)' },
    },
    {
      name: 'compose-parser-imports-only-shared',
      severity: 'error',
      from: { path: '^src/compose-parser' },
      to: { path: '^src/(main|renderer|preload|practice)' },
    },
    {
      name: 'main-does-not-import-practice',
      severity: 'error',
      from: { path: '^src/(main|preload)' },
      to: { path: '^src/(practice|renderer)' },
    },
    {
      name: 'only-the-shell-imports-electron',
      severity: 'error',
      from: { pathNot: '^src/(main/electron|preload)' },
      to: { path: '^node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'source-does-not-import-tests-or-tools', severity: 'error', from: { path: '^src' }, to: { path: '^(test|tools)' } },
    // A terminal's folders, from what is printed up to what is run.
    {
      name: 'terminal-output-and-shells-are-lowest',
      severity: 'error',
      from: { path: '^src/main/terminal/(pty|shells|output)/' },
      to: { path: '^src/main/terminal/(prompt|session|tabs|run)/' },
    },
    {
      name: 'terminal-prompt-below-session',
      severity: 'error',
      from: { path: '^src/main/terminal/prompt/' },
      to: { path: '^src/main/terminal/(session|tabs|run)/' },
    },
    {
      name: 'terminal-session-below-tabs',
      severity: 'error',
      from: { path: '^src/main/terminal/session/' },
      to: { path: '^src/main/terminal/(tabs|run)/' },
    },
    {
      name: 'terminal-tabs-below-run',
      severity: 'error',
      from: { path: '^src/main/terminal/tabs/' },
      to: { path: '^src/main/terminal/run/' },
    },
    {
      name: 'terminal-screen-below-its-region',
      severity: 'error',
      from: { path: '^src/renderer/terminal/screen/' },
      to: { path: '^src/renderer/terminal/([^/]+$|tabs/)' },
    },
    {
      name: 'terminal-strip-below-its-region',
      severity: 'error',
      from: { path: '^src/renderer/terminal/tabs/' },
      to: { path: '^src/renderer/terminal/[^/]+$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
