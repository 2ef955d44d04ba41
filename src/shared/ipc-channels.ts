/** The only two channels between the page and the main process in Electron. */
export const callChannel = 'fleetlab:call';
export const eventChannel = 'fleetlab:event';
