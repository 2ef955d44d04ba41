'use strict';
const childProcess = require('node:child_process');

/** Options of ssh that take a value: ssh(1). */
const withValue = 'BbcDEeFIiJLlmOoPpQRSWw';

/**
 * Practice cannot listen on port 22 (the cloud's gateway) nor at the device's own address: where the CLI starts `ssh` for one of them, it is
 * started for the loopback port that answers for it.
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
function mapSshChildren(environment) {
  const { spawn } = childProcess;
  childProcess.spawn = (command, ...rest) => {
    const [args, ...others] = rest;
    if (typeof command !== 'string' || !Array.isArray(args) || !/(^|[\\/])ssh(\.exe)?$/i.test(command)) return spawn(command, ...rest);
    return spawn(command, mappedSshArguments(args, environment), ...others);
  };
}

/**
 * @param {readonly string[]} args arguments of ssh
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string[]}
 */
function mappedSshArguments(args, environment) {
  const { destination, portAt } = read(args);
  if (destination === undefined) return [...args];
  const port = portAt === undefined ? '22' : args[portAt];
  const host = destination.slice(destination.lastIndexOf('@') + 1);
  const { FLEETLAB_DEVICE_ADDRESS: address, FLEETLAB_DEVICE_NAME: name, FLEETLAB_DEVICE_SSH_PORT: devicePort } = environment;
  const { BALENARC_PROXY_URL: proxy, FLEETLAB_SSH_PORT: gatewayPort } = environment;
  const isDevice = (address && host === address) || (name && host === name);
  if (isDevice && port === '22222' && devicePort) return ['-o', 'HostName=127.0.0.1', ...withPort(args, portAt, devicePort)];
  const isGateway = proxy && destination.endsWith(`@ssh.${proxy}`);
  if (isGateway && port === '22' && gatewayPort) return withPort(args, portAt, gatewayPort);
  return [...args];
}

/** Where the destination and the port's value stand; what follows the destination is the remote command. The CLI never joins `-p` and its value. */
function read(args) {
  let portAt;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (!word.startsWith('-')) return { destination: word, portAt };
    if (/^-p./.test(word)) return {};
    const takesNext = word.length === 2 && withValue.includes(word[1]);
    if (!takesNext) continue;
    at += 1;
    if (word === '-p') portAt = at;
  }
  return {};
}

function withPort(args, portAt, port) {
  return portAt === undefined ? ['-p', port, ...args] : args.map((word, at) => (at === portAt ? port : word));
}

module.exports = { mapSshChildren, mappedSshArguments };
