'use strict';
const dns = require('node:dns');
const net = require('node:net');
const { promisify } = require('node:util');

/**
 * The practice device has an address of its own, which no network of this machine knows: TCP connections to its ports go to the
 * loopback ports where the practice process answers for them.
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
function mapDeviceConnections(environment) {
  const { FLEETLAB_DEVICE_ADDRESS: address, FLEETLAB_DEVICE_NAME: name } = environment;
  if (!address) return;
  const ports = new Map([
    ['48484', environment.FLEETLAB_SUPERVISOR_PORT],
    ['2375', environment.FLEETLAB_ENGINE_PORT],
    ['22222', environment.FLEETLAB_DEVICE_SSH_PORT],
  ]);
  const place = (host, port) => {
    const local = host === address || host === name ? ports.get(String(port)) : undefined;
    return local ? { host: '127.0.0.1', port: Number(local) } : undefined;
  };

  // Every TCP connection of Node ends up here: net.connect, http, fetch.
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    return connect.apply(this, mapped(given, place));
  };
  if (name) answerName(name, address);
}

/**
 * The arguments of Socket.connect in its forms: (options), (port, host), and the list [options, callback] that net.connect hands on.
 * @param {unknown[]} given
 * @param {(host: unknown, port: unknown) => { host: string, port: number } | undefined} place
 */
function mapped(given, place) {
  const [first, second, ...others] = given;
  if (Array.isArray(first)) {
    const found = first[0] ? place(first[0].host, first[0].port) : undefined;
    // The same list: Node has marked it as one that is in order.
    if (found) first[0] = { ...first[0], ...found };
    return given;
  }
  if (typeof first === 'object' && first !== null) {
    const found = place(first.host, first.port);
    return found ? [{ ...first, ...found }, second, ...others] : given;
  }
  const found = place(second, first);
  return found ? [found.port, found.host, ...others] : given;
}

/**
 * A device on the local network is known by `<first digits of its uuid>.local`; nobody on this machine's networks answers for this one.
 * @param {string} name
 * @param {string} address
 */
function answerName(name, address) {
  const { lookup } = dns;
  const answer = (options) => (typeof options === 'object' && options !== null && options.all ? [[{ address, family: 4 }]] : [address, 4]);
  function lookUp(hostname, ...rest) {
    const done = rest.at(-1);
    if (hostname !== name || typeof done !== 'function') return lookup(hostname, ...rest);
    process.nextTick(done, null, ...answer(rest.length > 1 ? rest[0] : undefined));
    return {};
  }
  // `promisify` takes this one, which resolves to an object.
  lookUp[promisify.custom] = async (hostname, options) => {
    if (hostname !== name) return promisify(lookup)(hostname, options);
    return options?.all ? [{ address, family: 4 }] : { address, family: 4 };
  };
  dns.lookup = lookUp;
}

module.exports = { mapDeviceConnections };
