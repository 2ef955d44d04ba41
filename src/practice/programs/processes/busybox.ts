import type { Program } from '../../process/process.ts';
import { write } from '../lines.ts';

/** `busybox NAME ARGUMENTS…`: the applet of that name. Applets of its own are registered as `busybox NAME`. */
export const busybox: Program = async (context) => {
  const [, name, ...rest] = context.arguments;
  const registry = context.system.programs;
  if (name === undefined || name === '--help' || name === '--list') {
    const applets = registry.names().filter((one) => !one.includes(' '));
    const text =
      name === '--list'
        ? `${applets.join('\n')}\n`
        : `BusyBox v1.37.0 multi-call binary.\n\nUsage: busybox [function [arguments]...]\n   or: busybox --list\n\nCurrently defined functions:\n\t${applets.join(', ')}\n`;
    await write(context.stdout, Buffer.from(text), context.ended);
    return 0;
  }
  const applet = registry.get(`busybox ${name}`) ?? registry.get(name);
  if (applet === undefined) {
    await write(context.stderr, Buffer.from(`${name}: applet not found\n`), context.ended);
    return 127;
  }
  return applet({ ...context, arguments: [name, ...rest] });
};
