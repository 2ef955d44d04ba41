import { deviceImages } from './command.ts';
import type { EngineCommand } from './command.ts';
import { readFlags } from './flags.ts';
import { fillTemplate } from './format.ts';

/** balenaOS 6 ships balenaEngine 20.10, whose API is 1.41. */
export const engineVersion = '20.10.43';
const apiVersion = '1.41';

export const version: EngineCommand = async (context) => {
  const flags = readFlags(context.arguments, { format: { short: 'f', hasValue: true } }, { command: `${context.programName} version` });
  const { architecture, kernelRelease } = context.device;
  const side = { Version: engineVersion, ApiVersion: apiVersion, Os: 'linux', Arch: architecture };
  const format = flags.value('format');
  if (format !== undefined) {
    await context.print(`${fillTemplate(format, { Client: side, Server: { ...side, KernelVersion: kernelRelease } })}\n`);
    return 0;
  }
  const lines = [
    'Client:',
    ` Version:           ${engineVersion}`,
    ` API version:       ${apiVersion}`,
    ` OS/Arch:           linux/${architecture}`,
    '',
    'Server:',
    ' Engine:',
    `  Version:          ${engineVersion}`,
    `  API version:      ${apiVersion}`,
    `  OS/Arch:          linux/${architecture}`,
  ];
  await context.print(`${lines.join('\n')}\n`);
  return 0;
};

export const info: EngineCommand = async (context) => {
  const flags = readFlags(context.arguments, { format: { short: 'f', hasValue: true } }, { command: `${context.programName} info` });
  const { device } = context;
  const containers = await context.engine.containers();
  const running = containers.filter(({ state }) => state.status === 'running' || state.status === 'restarting').length;
  const images = new Set((await deviceImages(context)).map(({ image }) => image.id));
  const data = {
    Containers: containers.length,
    ContainersRunning: running,
    ContainersPaused: 0,
    ContainersStopped: containers.length - running,
    Images: images.size,
    ServerVersion: engineVersion,
    KernelVersion: device.kernelRelease,
    OperatingSystem: device.osVersion,
    OSType: 'linux',
    Architecture: context.process.system.architecture,
    Name: device.hostname,
    DockerRootDir: '/var/lib/docker',
  };
  const format = flags.value('format');
  if (format !== undefined) {
    await context.print(`${fillTemplate(format, data)}\n`);
    return 0;
  }
  const lines = [
    'Server:',
    ` Containers: ${data.Containers}`,
    `  Running: ${data.ContainersRunning}`,
    `  Paused: ${data.ContainersPaused}`,
    `  Stopped: ${data.ContainersStopped}`,
    ` Images: ${data.Images}`,
    ` Server Version: ${data.ServerVersion}`,
    ` Kernel Version: ${data.KernelVersion}`,
    ` Operating System: ${data.OperatingSystem}`,
    ` OSType: ${data.OSType}`,
    ` Architecture: ${data.Architecture}`,
    ` Name: ${data.Name}`,
    ` Docker Root Dir: ${data.DockerRootDir}`,
  ];
  await context.print(`${lines.join('\n')}\n`);
  return 0;
};
