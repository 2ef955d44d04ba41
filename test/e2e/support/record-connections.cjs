'use strict';
// Preloaded into Node programs of a test: writes the host of each TCP connection that they make to a file, one a line.
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const file = process.env.RECORD_CONNECTIONS;
if (file) {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    const [first, second] = Array.isArray(given[0]) ? given[0] : given;
    const host =
      typeof first === 'object' && first !== null ? (first.path === undefined ? (first.host ?? 'localhost') : undefined) : second;
    if (typeof host === 'string') appendFileSync(file, `${host}\n`);
    return connect.apply(this, given);
  };
}
