/** The end of a folder's path, which is what tells one from another. */
export function lastFolders(path = ''): string {
  return path
    .split(/[\\/]/)
    .filter((part) => part !== '')
    .slice(-2)
    .join('/');
}
