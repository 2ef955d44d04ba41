import { openChannel } from './channel.ts';
import { replaceFileContents } from './file-contents.ts';
import { fileCalls, replaceFileSystem } from './fs-binding.ts';
import { replace, systemErrors } from './internals.ts';
import type { Internals } from './internals.ts';
import { replacePackageReading } from './modules-binding.ts';
import { replaceNames } from './names-binding.ts';
import { replaceProcesses } from './process-binding.ts';
import { replaceProcessObject } from './process-object.ts';
import { runEntry } from './run-entry.ts';
import { replaceStandardStreams } from './standard-streams.ts';
import { createStreams, replaceSockets } from './stream-handle.ts';
import { loadAsUnix } from './unix-modules.ts';
import type { ModuleTable } from './unix-modules.ts';
import type { ServiceStart } from '../protocol.ts';

/** Puts the container in the machine's place, then runs the service's own code. */
export function startService(requireInternal: (name: string) => Record<string, unknown>): void {
  const internals = reachInternals(requireInternal);
  const errors = systemErrors(internals);
  const channel = openChannel(internals);
  const start = channel.call({ call: 'start' }).value as ServiceStart;
  if (start.laptop === 'win32') loadAsUnix(internals, internals.builtins, internals.primordials);
  const calls = fileCalls(internals, channel, errors);
  const streams = createStreams(internals, channel, errors);

  replaceFileSystem(internals, calls);
  replaceFileContents(internals, calls);
  replacePackageReading(internals, calls);
  const pipes = replaceSockets(internals, channel, streams, errors);
  const onResolved = replaceNames(internals, channel, errors, streams);
  const onChildExit = replaceProcesses(internals, channel, errors, streams);
  const onSignal = replaceProcessObject(internals, channel, calls, errors, start);
  const onResize = replaceStandardStreams(internals, pipes, start, (mode) => void channel.call({ call: 'terminalMode', mode }));
  channel.onEvent((event, data) => {
    if (event.on === 'resolved') onResolved(event);
    else if (event.on === 'exit') onChildExit(event);
    else if (event.on === 'signal') onSignal(event.name, event.number);
    else if (event.on === 'resize') onResize(event.columns, event.rows);
    else streams.find(event.id)?.handle(event, data);
  });
  refuseInspector(internals);
  refuseThreads(internals);
  closeInternals(internals);
  runEntry(internals, start);
}

/** A debugger of one's own process sees through every wall in it. */
function refuseInspector(internals: Internals): void {
  function refuse(): never {
    throw Object.assign(new Error('The inspector is not supported on the practice device'), { code: 'ERR_INSPECTOR_NOT_AVAILABLE' });
  }
  replace(internals.binding('inspector'), {
    Connection: refuse,
    MainThreadConnection: refuse,
    open: refuse,
    url: () => undefined,
    waitForDebugger: refuse,
  });
}

/** A thread would start without all this around it. */
function refuseThreads(internals: Internals): void {
  function Worker(): never {
    throw Object.assign(new Error('Worker threads are not supported on the practice device'), {
      code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    });
  }
  replace(internals.binding('worker'), { Worker });
}

interface BuiltinModules extends ModuleTable {
  new (): object;
  setRealmAllowRequireByUsers(names: string[]): void;
  allowRequireByUsers(name: string): void;
}

interface ReachedInternals extends Internals {
  builtins: BuiltinModules;
  primordials: object;
}

function reachInternals(requireInternal: (name: string) => Record<string, unknown>): ReachedInternals {
  // Loading it warns whoever loads it; that is us.
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  const { internalBinding, primordials } = requireInternal('internal/test/binding') as {
    internalBinding: (name: string) => Record<string, unknown>;
    primordials: object;
  };
  process.emitWarning = emitWarning;
  const { loadBuiltinModule } = requireInternal('internal/modules/helpers') as {
    loadBuiltinModule: (name: string) => { constructor: unknown };
  };
  const builtins = loadBuiltinModule('path').constructor as BuiltinModules;
  return {
    binding: internalBinding,
    builtins,
    primordials,
    module(name) {
      const found = builtins.map.get(name);
      if (found === undefined) throw new Error(`Node has no module ${name}`);
      return found.compileForInternalLoader();
    },
  };
}

/** From here on only Node's public modules can be loaded, and no JavaScript of Node asks for permissions that its native part holds anyway. */
function closeInternals(internals: ReachedInternals): void {
  const options = internals.module('internal/options') as { getOptionValue: (name: string) => unknown };
  const permission = internals.module('internal/process/permission') as { isEnabled: () => boolean };
  const { getOptionValue } = options;
  options.getOptionValue = (name) => (name === '--permission' ? false : getOptionValue(name));
  permission.isEnabled();
  options.getOptionValue = getOptionValue;
  const names = [...internals.builtins.map.keys()].filter((name) => !name.startsWith('internal/'));
  internals.builtins.setRealmAllowRequireByUsers(names);
  // Public, but known by their name with `node:` alone.
  for (const name of ['sqlite', 'sea', 'test', 'test/reporters']) {
    if (internals.builtins.map.has(name)) internals.builtins.allowRequireByUsers(name);
  }
  const own = process as unknown as Record<string, unknown>;
  Reflect.deleteProperty(own, '_eval');
}
