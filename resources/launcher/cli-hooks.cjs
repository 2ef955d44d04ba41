'use strict';
// What the unmodified balena CLI needs in its own process to reach the practice cloud and device.
const { serveComposeParser } = require('./compose-parser.cjs');
const { mapDeviceConnections } = require('./device-connections.cjs');
const { mapSshChildren } = require('./ssh-children.cjs');

/**
 * To be called once, before the CLI is loaded. What the environment does not name is left as it is.
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
function installHooks(environment) {
  serveComposeParser();
  mapSshChildren(environment);
  mapDeviceConnections(environment);
}

module.exports = { installHooks };
