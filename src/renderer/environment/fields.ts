import type { EnvironmentSetting } from '../../shared/domain/environment.ts';

/** What the form holds, for all kinds at once: a change of the kind keeps what was typed. */
export interface Fields {
  kind: EnvironmentSetting['kind'];
  name: string;
  url: string;
  caFile: string;
  address: string;
}

export const emptyFields: Fields = { kind: 'balena-cloud', name: 'balenaCloud', url: '', caFile: '', address: '' };

export function fieldsOf(setting: EnvironmentSetting): Fields {
  return { ...emptyFields, ...setting };
}

/** As the schema reads it; an empty field that may be absent is absent. */
export function settingOf({ kind, name, url, caFile, address }: Fields): unknown {
  switch (kind) {
    case 'balena-cloud':
      return { kind, name };
    case 'open-balena':
      return { kind, name, url, ...(caFile.trim() === '' ? {} : { caFile }) };
    case 'device':
      return { kind, name, address };
  }
}
