/** What a Debian package brings for systemd, for whoever installs it into an image. Paths are absolute; all belongs to root. */
export interface UnitPackage {
  /** Made when missing, 0755. */
  directories: readonly string[];
  /** 0644. */
  files: readonly { path: string; content: string }[];
  links: readonly { path: string; target: string }[];
  /** Program files (0755): `content` is `programFile(program)`. */
  programs: readonly { path: string; program: string }[];
}

/** Where packages put their units. */
export const unitDirectory = '/usr/lib/systemd/system';
/** Where the administrator's units and the links of `systemctl enable` are. */
export const configurationDirectory = '/etc/systemd/system';

/**
 * Unit files from a text in which `== NAME` starts each one. Lines before the first section belong to `[Unit]`; a
 * line `Description` alone is written as in the file.
 */
export function unitFiles(text: string): { path: string; content: string }[] {
  return text
    .split(/^== /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.split('\n');
      const body = lines.map((line) => line.trim()).filter((line) => line !== '');
      const sections = body.join('\n').replaceAll(/\n(?=\[)/g, '\n\n');
      return { path: `${unitDirectory}/${name.trim()}`, content: `[Unit]\n${sections}\n` };
    });
}

/** Links below the unit directory: `sysinit.target: a.service b.service` puts both into `sysinit.target.wants`. */
export function wantedBy(text: string, directory = unitDirectory): { path: string; target: string }[] {
  return text
    .split('\n')
    .filter((line) => line.includes(':'))
    .flatMap((line) => {
      const [target = '', names = ''] = line.trim().split(': ');
      return names.split(' ').map((name) => ({
        path: `${directory}/${target}.wants/${name}`,
        target: directory === unitDirectory ? `../${name}` : `${unitDirectory}/${name}`,
      }));
    });
}
