'use strict';
// Preloaded through NODE_OPTIONS by every Node program of a shell that is set up for the practice cloud. It loads nothing and changes
// nothing unless the program is the balena CLI. CommonJS and --require, because older Node versions refuse to start at all when
// NODE_OPTIONS names --import.

const entry = process.argv[1];
// The CLI is started as .../balena-cli/bin/run.js, or through a link to it that is called balena.
if (typeof entry === 'string' && /[\\/](balena|run)(\.js)?$/.test(entry) && isBalenaCli(entry)) {
  require('./cli-hooks.cjs').installHooks(process.env);
}

/** @param {string} path */
function isBalenaCli(path) {
  const { readFileSync, realpathSync } = require('node:fs');
  const { dirname, join } = require('node:path');
  try {
    const description = join(dirname(realpathSync(path)), '..', 'package.json');
    return JSON.parse(readFileSync(description, 'utf8')).name === 'balena-cli';
  } catch {
    return false;
  }
}
