/** Why a command of the lesson cannot be run on a device without a cloud, and what to do; `command` as `balena fleet create`. */
export function needsCloud(command: string): { message: string; action: string } {
  return {
    message: `“${command}” needs a cloud, and this environment is one device without one.`,
    action: 'Go on without it: what you push goes to the device itself. For this step, choose an environment with a cloud.',
  };
}
