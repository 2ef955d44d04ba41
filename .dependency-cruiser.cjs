/** What lies at `from` imports nothing of what lies at `to`. */
const never = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } });

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
    never('renderer-imports-only-shared', '^src/renderer', '^src/(main|practice|preload|storage)'),
    { name: 'renderer-has-no-node', severity: 'error', from: { path: '^src/renderer' }, to: { dependencyTypes: ['core'] } },
    never('storage-imports-only-shared', '^src/storage', '^src/(main|practice|preload|renderer)'),
    never('practice-imports-only-shared-and-storage', '^src/practice', '^src/(main|renderer|preload)'),
    never('compose-parser-imports-only-shared', '^src/compose-parser', '^src/(main|renderer|preload|practice)'),
    never('main-does-not-import-practice', '^src/(main|preload)', '^src/(practice|renderer)'),
    {
      name: 'only-the-shell-imports-electron',
      severity: 'error',
      from: { pathNot: '^src/(main/electron|preload)' },
      to: { path: '^node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    never('source-does-not-import-tests-or-tools', '^src', '^(test|tools)'),
    // A terminal's folders, from what is printed up to what is run.
    never(
      'terminal-output-and-shells-are-lowest',
      '^src/main/terminal/(pty|shells|output)/',
      '^src/main/terminal/(prompt|session|tabs|run)/',
    ),
    never('terminal-prompt-below-session', '^src/main/terminal/prompt/', '^src/main/terminal/(session|tabs|run)/'),
    never('terminal-session-below-tabs', '^src/main/terminal/session/', '^src/main/terminal/(tabs|run)/'),
    never('terminal-tabs-below-run', '^src/main/terminal/tabs/', '^src/main/terminal/run/'),
    never('terminal-screen-below-its-region', '^src/renderer/terminal/screen/', '^src/renderer/terminal/([^/]+$|tabs/)'),
    never('terminal-strip-below-its-region', '^src/renderer/terminal/tabs/', '^src/renderer/terminal/[^/]+$'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
