import type { Rule } from '../../../shared/network/request.ts';

/** What each rule says in general, and what would have to be otherwise for another end. */
export const ruleWords: Readonly<Record<Rule, { says: string; change: string }>> = {
  'published-port': {
    says: 'A published port is a door in the host’s wall: whoever reaches the device reaches the service behind it.',
    change: 'Without the line under ports the door is gone, and the connection is refused.',
  },
  'host-listener': {
    says: 'A service on host networking, or a program of the host OS, listens on the host’s own interfaces.',
    change: 'On a bridge the service would need a published port to be reached from outside.',
  },
  'same-bridge': {
    says: 'Services on one bridge reach every port of each other, by service name, alias, container name or address.',
    change: 'On different bridges the name would not resolve.',
  },
  'own-loopback': {
    says: 'localhost is whoever asks: the laptop, the host, or the container itself.',
    change: 'Use the service’s name, or the device’s address, to reach another one.',
  },
  'host-to-container': {
    says: 'The host has an address on each bridge and reaches containers directly, published or not.',
    change: 'Another machine cannot: for it, the port must be published.',
  },
  'nothing-listens-on-host': {
    says: 'No published port and no process of the host is at that port, so the host refuses.',
    change: 'Publish the port under ports in the compose file, or ask for a port that is open.',
  },
  'nothing-listens-in-service': {
    says: 'The service is reached, but no process in it listens on that port at that address.',
    change: 'Let the process listen on that port, at 0.0.0.0 instead of 127.0.0.1.',
  },
  'service-not-ready': {
    says: 'A port is open only while the program that opens it runs and listens.',
    change: 'Start the service, or wait until it has started, and ask again.',
  },
  'name-not-on-shared-bridge': {
    says: 'Names are answered only for services that run on a bridge that both are on.',
    change: 'Put both services on one bridge, see that the other one runs, or correct the name.',
  },
  'host-mode-has-no-names': {
    says: 'A service on host networking asks the host’s resolver, which knows no service names.',
    change: 'Take the service off host networking, or use the device’s address and a published port.',
  },
  'outside-has-no-names': {
    says: 'Service names exist only inside the device’s bridges.',
    change: 'From the laptop, use the device’s address and a published port.',
  },
  'host-os-has-no-names': {
    says: 'The host OS asks its own resolver, not the bridges’.',
    change: 'From the host OS, use a container’s address or a published port.',
  },
  'no-network': { says: 'The service has no network but its own loopback.', change: 'Give it a bridge or host networking.' },
  'isolated-bridges': {
    says: 'The engine drops what goes from one bridge to another.',
    change: 'Put one of the two services on both bridges.',
  },
  'internal-network': {
    says: 'Nothing leads out of an internal network, and publishing has no effect on it.',
    change: 'Add a second network that is not internal.',
  },
  'container-address-from-outside': {
    says: 'Addresses of containers exist only inside the device; from outside nothing answers.',
    change: 'Use the device’s address and a published port.',
  },
  'no-such-address': { says: 'No interface on this device has the address.', change: 'Ask for a name or address that is there.' },
};
