import { safeStorage } from 'electron';
import type { Safe } from '../environments/sealed-token.ts';

/**
 * The system's store for secrets (Keychain, DPAPI, a Secret Service or KWallet); undefined where there is none. To be asked once the app is ready.
 * Linux without a store seals with a password that everybody knows (Electron's documentation): that is none.
 */
export async function systemSafe(): Promise<Safe | undefined> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return undefined;
  return {
    seal: (text) => safeStorage.encryptStringAsync(text),
    open: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
  };
}
