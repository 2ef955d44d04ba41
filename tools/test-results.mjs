import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * A reporter of vitest: what came of a run, as JSON in the file that TEST_RESULTS names. Unlike vitest's own it also holds what failed
 * outside of a test: a file that cannot be loaded, a hook, a rejection that nobody awaited.
 *
 * `{ passed, failed, skipped, failures, flaky }`: counts of tests; `failures`, and `flaky` of tests that passed at a later try, as
 * `{ name, message }`, with a message for each try that failed in its own way: the error's first line, and the line of the test file at
 * which it was thrown or awaited.
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
    const tell = (name, errors) => eachOnce(name, errors, module.moduleId);
    const fail = (name, errors) => results.failures.push(...tell(name, errors));
    fail(file, module.errors());
    for (const suite of module.children.allSuites()) fail(`${file} > ${suite.fullName}`, suite.errors());
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result();
      results[state === 'pending' ? 'skipped' : state] += 1;
      const name = `${file} > ${test.fullName}`;
      if (state === 'failed') fail(name, errors);
      if (state === 'passed' && test.diagnostic()?.flaky) results.flaky.push(...tell(name, errors));
    }
  }
  results.failures.push(...eachOnce('outside of a test', unhandledErrors));
  return results;
}

function eachOnce(name, errors, testFile) {
  return [...new Set((errors ?? []).map((error) => inOneLine(error, testFile)))].map((message) => ({ name, message }));
}

function inOneLine(error, testFile) {
  const firstLine = String(error.message ?? error)
    .split('\n', 1)[0]
    .slice(0, 300);
  const place = error.stacks?.find(({ file }) => file === testFile);
  return place === undefined ? firstLine : `${firstLine} (line ${place.line})`;
}
