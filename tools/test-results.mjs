import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * A reporter of vitest: what came of a run, as JSON in the file that TEST_RESULTS names. Unlike vitest's own it also holds what failed
 * outside of a test: a file that cannot be loaded, a hook, a rejection that nobody awaited.
 *
 * `{ passed, failed, skipped, failures, flaky }`: counts of tests; `failures`, and `flaky` of tests that passed at a later try, as
 * `{ name, message }`, with a message for each try that failed in its own way.
 */
export default class TestResults {
  onTestRunEnd(modules, unhandledErrors) {
    writeFileSync(process.env.TEST_RESULTS, JSON.stringify(testResults(modules, unhandledErrors, process.cwd())));
  }
}

/** Of the modules that vitest hands to a reporter; files are named from `folder`. */
export function testResults(modules, unhandledErrors, folder) {
  const results = { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] };
  for (const module of modules) {
    const file = relative(folder, module.moduleId).replaceAll('\\', '/');
    fail(file, module.errors());
    for (const suite of module.children.allSuites()) fail(`${file} > ${suite.fullName}`, suite.errors());
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result();
      results[state === 'pending' ? 'skipped' : state] += 1;
      const name = `${file} > ${test.fullName}`;
      if (state === 'failed') fail(name, errors);
      if (state === 'passed' && test.diagnostic()?.flaky) results.flaky.push(...eachOnce(name, errors));
    }
  }
  fail('outside of a test', unhandledErrors);
  return results;

  function fail(name, errors) {
    results.failures.push(...eachOnce(name, errors));
  }
}

function eachOnce(name, errors) {
  return [...new Set((errors ?? []).map(firstLine))].map((message) => ({ name, message }));
}

function firstLine(error) {
  return String(error.message ?? error)
    .split('\n', 1)[0]
    .slice(0, 300);
}
