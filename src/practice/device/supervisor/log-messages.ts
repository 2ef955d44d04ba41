/**
 * The Supervisor's words for what it does (balena-supervisor, src/lib/log-types.ts), and how it writes them: the words,
 * the object in quotes, and the reason of a failure.
 */
export const logWords = {
  killService: 'Killing service',
  killedService: 'Killed service',
  killFailed: 'Failed to kill service',
  removeDeadService: 'Service is already stopped, removing container',
  downloadImage: 'Downloading image',
  downloadedImage: 'Downloaded image',
  downloadFailed: 'Failed to download image',
  installService: 'Installing service',
  installedService: 'Installed service',
  installFailed: 'Failed to install service',
  deleteImage: 'Deleting image',
  deletedImage: 'Deleted image',
  deleteFailed: 'Failed to delete image',
  startService: 'Starting service',
  startedService: 'Started service',
  startFailed: 'Failed to start service',
  serviceExited: 'Service exited',
  restartingService: 'Restarting service',
  createVolume: 'Creating volume',
  createVolumeFailed: 'Error creating volume',
  removeVolume: 'Removing volume',
  removeVolumeFailed: 'Error removing volume',
  createNetwork: 'Creating network',
  createNetworkFailed: 'Error creating network',
  removeNetwork: 'Removing network',
  removeNetworkFailed: 'Error removing network',
} as const;

export type LogWords = keyof typeof logWords;

export function logMessage(words: LogWords, object: string, error?: Error): string {
  const reason = error === undefined ? '' : ` due to '${error.message}'`;
  return `${logWords[words]} '${object}'${reason}`;
}

/** How a service is named in the log: `main sha256:…`. */
export function serviceInLog(serviceName: string, imageHash: string): string {
  return `${serviceName} ${imageHash}`;
}
